import { plainObject, SidecoreError, shown } from '../../common';
import type { PathModel } from '../../iopath/model';
import { valueAt, withValues } from '../../iopath/with-values';
import { numericPaths } from '../../predict/numeric-paths';
import { matchingPaths } from './matching-paths';

/** A number that a fit may change, or several by one common factor. Inside the fit: the logarithm of that factor. */
export interface FreeParameter {
  readonly name: string;
  readonly kind: 'value' | 'factor';
  readonly paths: readonly string[];
  /** Of the paths, before the fit. */
  readonly starts: readonly number[];
  /** Range of the value or factor that was known before, and the standard deviation of its logarithm. */
  readonly prior: { readonly low: number; readonly high: number; readonly deviation: number } | null;
  /** Of the logarithm of the factor. */
  readonly lower: number;
  readonly upper: number;
}

export interface FreeOptions {
  readonly free?: readonly string[];
  readonly fixed?: readonly string[];
  readonly tied?: Readonly<Record<string, readonly string[]>>;
  readonly priors?: boolean;
}

export interface FreeParameters {
  readonly parameters: readonly FreeParameter[];
  /** Numbers that were asked for but cannot vary, and why. */
  readonly held: readonly { readonly path: string; readonly why: string }[];
}

/** A factor of 1000 either way: further the data do not tell zero from little. */
const widest = Math.log(1000);

/** What the model asks of some numbers, beside being 0 or more. */
const largest: Readonly<Record<string, number>> = {
  'machine.directCacheAccess': 1,
  'machine.siblingSpeedup': 2,
  'traffic.variation': 1,
};
const smallest: Readonly<Record<string, number>> = { 'machine.siblingSpeedup': 1, batch: 1 };

/**
 * The parameters of a fit: by default every number with a range, else those that the patterns of `free` name; less
 * those of `fixed`; tied ones together.
 */
export function freeParameters(model: PathModel, options: FreeOptions): FreeParameters {
  const all = numericPaths(model);
  const find = (pattern: string, where: string): string[] => {
    const found = typeof pattern === 'string' ? matchingPaths(all, pattern) : [];
    // Of many numbers those that are 0 are not meant.
    const meant = found.length > 1 ? found.filter((path) => valueAt(model, path) !== 0) : found;
    if (meant.length > 0) return meant;
    throw new SidecoreError({
      code: 'unknown-name',
      path: where,
      message: `the model has no number ${shown(pattern)}`,
      hint: 'name one as stages.netback-receive.cycles, or several as stages.*.cycles',
    });
  };
  const findAll = (patterns: readonly string[], where: string) =>
    new Set(listed(patterns, where).flatMap((pattern, i) => find(pattern, `${where}[${i}]`)));
  const fixed = options.fixed === undefined ? new Set<string>() : findAll(options.fixed, 'fixed');
  const asked = options.free !== undefined;
  const wanted = options.free
    ? findAll(options.free, 'free')
    : new Set(Object.keys(model.parameters).map((path) => path.replace(/\[(\d+)\]/g, '.$1')));
  const groups = tiedGroups(options.tied ?? {}, findAll);
  const grouped = new Set(groups.flatMap(([, paths]) => paths));
  const held: { path: string; why: string }[] = [];
  const usable = (path: string): boolean => {
    if (fixed.has(path)) return false;
    const why = fault(model, path);
    if (why !== '') held.push({ path, why });
    return why === '';
  };
  const ranged = options.priors ?? true;
  const single = [...wanted]
    .filter((path) => !grouped.has(path) && usable(path))
    .map((path) => parameterOf(model, path, 'value', [path], ranged));
  const tied = groups.flatMap(([name, paths]) => {
    const members = paths.filter(usable);
    return members.length > 0 ? [parameterOf(model, name, 'factor', members, ranged)] : [];
  });
  const parameters = [...tied, ...single].filter(({ prior }) => prior === null || prior.deviation > 0);
  if (parameters.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: asked ? 'free' : 'model.parameters',
      message: 'there is no parameter to fit',
      hint: held[0] ? `${held[0].path} ${held[0].why}` : 'give numbers a range, or name them in "free"',
    });
  return { parameters, held };
}

function listed(patterns: readonly string[], where: string): readonly string[] {
  if (Array.isArray(patterns)) return patterns;
  throw new SidecoreError({
    code: 'invalid-shape',
    path: where,
    message: `${shown(patterns)} is not a list of paths`,
  });
}

function tiedGroups(
  tied: Readonly<Record<string, readonly string[]>>,
  findAll: (patterns: readonly string[], where: string) => Set<string>,
): [string, string[]][] {
  const taken = new Map<string, string>();
  return Object.entries(plainObject(tied, 'tied')).map(([name, patterns]) => {
    const paths = [...findAll(patterns as readonly string[], `tied.${name}`)];
    for (const path of paths) {
      const other = taken.get(path);
      if (other !== undefined)
        throw new SidecoreError({
          code: 'invalid-value',
          path: `tied.${name}`,
          message: `${path} is tied in "${other}" already`,
        });
      taken.set(path, name);
    }
    return [name, paths];
  });
}

/** Why a number cannot be fitted; empty when it can. */
function fault(model: PathModel, path: string): string {
  const value = valueAt(model, path);
  if (value === 'solve') return 'is solved for, not given';
  if (value <= 0) return 'is 0, and its logarithm is fitted: give it a value to start from';
  for (const factor of [1.0001, 0.9999])
    try {
      withValues(model, { [path]: value * factor });
      return '';
    } catch {
      // At a limit of its range the other side may do.
    }
  return 'is a whole number and cannot vary by degrees';
}

function parameterOf(
  model: PathModel,
  name: string,
  kind: FreeParameter['kind'],
  paths: readonly string[],
  ranged: boolean,
): FreeParameter {
  const starts = paths.map((path) => valueAt(model, path) as number);
  const limit = (table: Readonly<Record<string, number>>, none: number) =>
    paths.map((path, i) => (path in table ? Math.log(table[path] / starts[i]) : none));
  const deviations = ranged ? paths.flatMap((path, i) => deviationOf(model, path, starts[i])) : [];
  const deviation = deviations.reduce((sum, one) => sum + one / deviations.length, 0);
  const range = kind === 'value' ? model.parameters[paths[0]] : undefined;
  return {
    name,
    kind,
    paths,
    starts,
    prior:
      deviations.length === 0
        ? null
        : {
            low: range?.low ?? Math.exp(-2 * deviation),
            high: range?.high ?? Math.exp(2 * deviation),
            deviation,
          },
    lower: Math.max(-widest, ...limit(smallest, -widest)),
    upper: Math.min(widest, ...limit(largest, widest)),
  };
}

/** A range is about two standard deviations either way: tau = ln(high / low) / 4. */
function deviationOf(model: PathModel, path: string, value: number): number[] {
  const range = model.parameters[path];
  if (!range || range.high <= 0) return [];
  if (range.low <= 0) return range.high > value ? [Math.log(range.high / value) / 2] : [];
  return [Math.log(range.high / range.low) / 4];
}
