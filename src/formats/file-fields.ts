import * as z from 'zod/mini';
import { type Dimension, dimensions } from './dimensions';
import { quantityPattern } from './plain-quantity';

/** What the declaration of a file format is made of: fields with a description, and with a dimension if they are quantities. */

interface FieldNote {
  readonly description?: string;
  /** Set on a quantity. */
  readonly dimension?: Dimension;
  /** Name of a shape that several fields share. */
  readonly id?: string;
  /** For editors. */
  readonly pattern?: string;
  readonly examples?: readonly string[];
}

/** What each field is, and of which dimension. */
export const notes = z.registry<FieldNote>();

export type Shape = z.ZodMiniType;

export function noted<T extends Shape>(note: FieldNote, shape: T): T {
  notes.add(shape, note);
  return shape;
}

/** A table with every field of a type: a field that is added to the model must be declared here too. */
export const fieldsOf = <T>(fields: Record<keyof T, Shape>) => z.strictObject(fields);

export const field = (description: string, shape: Shape) => noted({ description }, z.nullish(shape));

export const text = (description: string) => field(description, z.string());
export const flag = (description: string) => field(description, z.boolean());
export const choice = (description: string, words: readonly string[]) => field(description, z.enum(words));
/** Cores may be numbered. */
export const coreName = noted({ id: 'core', description: 'name of a core' }, z.union([z.string(), z.int()]));
export const table = (shape: Shape) => z.record(z.string(), z.nullable(shape));

/** A quantity of each dimension: as it stands, or with what is known about it. */
export const quantities = Object.fromEntries(
  Object.entries(dimensions).map(([name, { bare, what, examples }]) => {
    const dimension = name as Dimension;
    const written = { pattern: quantityPattern(dimension), examples };
    const id = `${name}-value`;
    const number = bare
      ? noted({ id }, z.union([z.number(), noted(written, z.string())]))
      : noted({ id, ...written }, z.string());
    const range = z.strictObject({
      value: number,
      low: number,
      high: number,
      source: z.optional(z.string()),
    });
    const description = `${what}; with its range: { value, low, high, source }`;
    return [name, noted({ id: name, dimension, description }, z.union([number, range]))];
  }),
) as unknown as Record<Dimension, Shape>;

export const quantity = (dimension: Dimension, description: string) =>
  field(description, quantities[dimension]);

export const batch = (description: string) =>
  field(description, z.union([z.literal('solve'), quantities.packets]));
