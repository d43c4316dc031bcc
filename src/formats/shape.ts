import type { Dimension } from './dimensions';
import { notes, type Shape } from './file-fields';

/** Walks data and its declaration side by side. */

/** The parts of a zod declaration that the walk looks at. */
interface Definition {
  readonly type: string;
  readonly innerType?: Shape;
  readonly shape?: Readonly<Record<string, Shape>>;
  readonly catchall?: Shape;
  readonly valueType?: Shape;
  readonly element?: Shape;
  readonly options?: readonly Shape[];
  readonly values?: readonly unknown[];
}

export function definition(shape: Shape): Definition {
  return shape._zod.def as unknown as Definition;
}

/** A declaration without the wrappers that make it optional. */
export function bare(shape: Shape): Shape {
  const { type, innerType } = definition(shape);
  return (type === 'optional' || type === 'nullable') && innerType ? bare(innerType) : shape;
}

export function dimensionOf(shape: Shape): Dimension | undefined {
  return notes.get(bare(shape))?.dimension;
}

export type Table = Record<string, unknown>;
export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True when a value is of the outermost kind that a declaration asks for. */
function fits(shape: Shape, value: unknown): boolean {
  const { type, values, options } = definition(bare(shape));
  if (type === 'union') return options!.some((option) => fits(option, value));
  if (type === 'literal') return values!.includes(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object' || type === 'record') return isTable(value);
  if (type === 'int') return typeof value === 'number';
  return type === 'enum' ? typeof value === 'string' : typeof value === type;
}

/** The alternative of a union that a value is meant as: of its kind, and knowing its first name. */
export function alternative(shape: Shape, value: unknown): Shape | undefined {
  const options = definition(bare(shape)).options!.filter((option) => fits(option, value));
  if (options.length < 2 || !isTable(value)) return options[0];
  const names = Object.keys(value);
  const knows = (option: Shape) => names.some((name) => definition(bare(option)).shape?.[name] !== undefined);
  return options.find(knows) ?? options.at(-1);
}

/** The declaration of one entry of a table or list; undefined when the declaration has no such entry. */
export function entry(shape: Shape, key: string | number): Shape | undefined {
  const { type, shape: fields, catchall, valueType, element } = definition(bare(shape));
  if (type === 'array') return element;
  if (type === 'record') return valueType;
  return fields && Object.hasOwn(fields, key) ? fields[key] : catchall;
}

/** `a.b[2]` */
export function join(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path ? `${path}.${key}` : key;
}

/** Copies data with every quantity replaced. */
export function mapQuantities(
  shape: Shape,
  value: unknown,
  path: string,
  replace: (quantity: unknown, dimension: Dimension, path: string) => unknown,
): unknown {
  if (value === null || value === undefined) return value;
  const dimension = dimensionOf(shape);
  if (dimension) return replace(value, dimension, path);
  if (definition(bare(shape)).type === 'union') {
    const option = alternative(shape, value);
    return option ? mapQuantities(option, value, path, replace) : value;
  }
  const copy = (inner: unknown, key: string | number) => {
    const within = entry(shape, key);
    return within ? mapQuantities(within, inner, join(path, key), replace) : inner;
  };
  if (Array.isArray(value)) return value.map(copy);
  if (!isTable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner, key)]));
}
