import { SidecoreError, shown } from '../common';
import { dimensions, missingUnit, written } from './dimensions';
import { notes, type Shape } from './file-fields';
import { alternative, bare, definition, dimensionOf, entry, isTable, join, type Table } from './shape';
import { didYouMean } from './suggest';

/**
 * Checks data against its declaration.
 *
 * @throws SidecoreError at the first field that is unknown, missing or of another kind
 */
export function checkShape(shape: Shape, value: unknown, path = ''): void {
  const result = shape.safeParse(value);
  if (result.success) return;
  const issue = result.error.issues[0];
  let at: Shape = shape;
  let given = value;
  let where = path;
  for (const key of issue.path as (string | number)[]) {
    at = entry(meant(at, given), key) ?? at;
    given = (given as Table)[key];
    where = join(where, key);
  }
  const dimension = dimensionOf(at);
  if (given === undefined) throw problem('invalid-shape', where, 'missing', remedy(at));
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(definition(bare(meant(at, given))).shape ?? {});
    const list = `allowed: ${known.join(', ')}`;
    const hint = didYouMean(issue.keys[0], known);
    throw problem(
      'invalid-shape',
      join(where, issue.keys[0]),
      'unknown field',
      hint ? `${hint} ${list}` : list,
    );
  }
  if (issue.code === 'invalid_key')
    throw problem('invalid-shape', where, 'not a link', 'write a link as `from -> to: mechanism`');
  if (dimension && typeof given === 'number' && Number.isFinite(given))
    throw missingUnit(given, dimension, where);
  const option = meant(at, given);
  if (option !== at) checkShape(option, given, where);
  throw problem(
    where === 'template' ? 'unknown-name' : 'invalid-value',
    where,
    `${shown(given)} is not ${what(at)}`,
    remedy(at, given),
  );
}

/** The alternative that a value is meant as; the declaration itself when it has none. */
function meant(shape: Shape, value: unknown): Shape {
  return (definition(bare(shape)).type === 'union' && alternative(shape, value)) || shape;
}

const kinds: Readonly<Record<string, string>> = {
  object: 'a table of named fields',
  record: 'a table of named entries',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  number: 'a finite number',
  int: 'a whole number',
};

function what(shape: Shape): string {
  const dimension = dimensionOf(shape);
  if (dimension) return dimensions[dimension].what;
  const { type, options, values } = definition(bare(shape));
  if (type === 'union') return [...new Set(options!.map(what))].join(' or ');
  if (type === 'literal') return values!.join(' or ');
  if (type === 'enum') return `one of ${words(shape).join(', ')}`;
  return kinds[type] ?? type;
}

function words(shape: Shape): string[] {
  return Object.values((bare(shape)._zod.def as unknown as { entries: Record<string, string> }).entries);
}

function remedy(shape: Shape, given?: unknown): string {
  const dimension = dimensionOf(shape);
  if (dimension) return `write ${written(dimension)}`;
  const { type, values } = definition(bare(shape));
  if (type === 'enum' && typeof given === 'string') return didYouMean(given, words(shape));
  if (type === 'literal') return `write ${values!.join(' or ')}`;
  const description = notes.get(shape)?.description;
  return description && !isTable(given) ? `it says: ${description}` : '';
}

function problem(
  code: 'invalid-shape' | 'invalid-value' | 'unknown-name',
  path: string,
  message: string,
  hint: string,
) {
  return new SidecoreError({ code, path, message, hint });
}
