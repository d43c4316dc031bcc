import * as z from 'zod/mini';
import { modelFile, notes } from './model-file';

/**
 * The JSON Schema (draft 2020-12) of a model file, for editors: it is published as `sidecore/schema/model.json`.
 * It knows shape, names of fields and units; what a model means is checked by `readModel`.
 *
 * @example
 * modelSchema().$schema; // 'https://json-schema.org/draft/2020-12/schema'
 */
export function modelSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(modelFile, {
    target: 'draft-2020-12',
    io: 'input',
    metadata: notes,
    override: ({ jsonSchema }) => {
      // A note of ours that JSON Schema does not know.
      delete jsonSchema.dimension;
    },
  });
  return { title: 'Sidecore path model', ...schema };
}
