import * as z from 'zod/mini';
import { notes, type Shape } from './file-fields';

/** The JSON Schema (draft 2020-12) of a declaration, with its notes. */
export function jsonSchema(shape: Shape, title: string): Record<string, unknown> {
  const schema = z.toJSONSchema(shape, {
    target: 'draft-2020-12',
    io: 'input',
    metadata: notes,
    override: ({ jsonSchema }) => {
      // A note of ours that JSON Schema does not know.
      delete jsonSchema.dimension;
    },
  });
  return { title, ...schema };
}
