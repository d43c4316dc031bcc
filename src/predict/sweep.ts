import { deepFreeze, integer, onlyFields, plainObject, SidecoreError } from '../common';
import type { PathModel } from '../iopath/model';
import type { PathModelInput } from '../iopath/path-model-input';
import { sweepDesign } from './sweep/sweep-design';
import type { SweepOptions, SweepValue } from './sweep/sweep-options';
import { rowMaker, type SweepRow } from './sweep/sweep-row';

/** Rows of a sweep, from the first on. */
export interface SweepPart {
  readonly first?: number;
  readonly count?: number;
}

/** The rows of a sweep, made one by one while they are read; nothing of them is kept. */
export interface Sweep extends Iterable<SweepRow> {
  /** Names of what varies, slowest first. */
  readonly axes: readonly string[];
  readonly outputs: readonly string[];
  readonly rowCount: number;
  /** What varies in a row, without its prediction. */
  valuesAt(row: number): Readonly<Record<string, SweepValue>>;
  /** Some of the rows: a part does not depend on the others, so parts may be made anywhere and in any order. */
  rows(part?: SweepPart): IterableIterator<SweepRow>;
}

/**
 * Predicts a path over a grid of values (every combination, the last axis changing fastest) or over random draws from
 * lists and ranges, a row at a time. Row `i` is the same whichever part of the sweep is asked for, and each equals the
 * prediction of `predict` for its values.
 *
 * A value that the model cannot have (a window of 0, say) makes a row with an `error`, and the sweep goes on; an axis or
 * an output that does not exist ends it.
 *
 * @throws SidecoreError `unknown-name` for an axis, a name in a list or an output that there is not; `invalid-value`
 * for lists and ranges that say nothing, and for two axes of one number; `too-large` beyond 1e9 rows
 * @example
 * const grid = sweep(xenPv, {
 *   vary: { placement: ['none', 'driver-domain'], 'machine.clock': [2e9, 3e9], message: [64, 1448, 16384] },
 *   scenario: { topology: 'inter-node-receive' },
 * });
 * grid.rowCount; // 12
 * const [first] = grid;
 * first.values; // placement none, machine.clock 2e9, message 64
 * first.outputs.throughput; // bit/s
 * const drawn = sweep(xenPv, {
 *   vary: { window: { low: 1, high: 256, scale: 'logarithmic' }, 'stages.*.cycles': { low: 0.8, high: 1.25 } },
 *   random: { samples: 100, seed: 7 },
 * });
 * [...drawn.rows({ first: 90 })].length; // 10
 * @see McKay, Beckman and Conover, A comparison of three methods for selecting values of input variables in the
 * analysis of output from a computer code, Technometrics 21(2), 1979, for the Latin hypercube
 */
export function sweep(model: PathModel | PathModelInput, options: SweepOptions): Sweep {
  const design = sweepDesign(model, options);
  const { rowCount } = design;
  const axes = Object.freeze(design.axes.map(({ name }) => name));
  const rows = (part: SweepPart = {}): IterableIterator<SweepRow> => {
    onlyFields(plainObject(part, 'part'), ['first', 'count'], 'part');
    const first = integer(part.first ?? 0, 'part.first');
    const count = integer(part.count ?? Math.max(0, rowCount - first), 'part.count');
    if (first + count > rowCount) throw notAmong(first, first + count, rowCount);
    return make(first, first + count);
  };
  function* make(first: number, end: number): IterableIterator<SweepRow> {
    const rowAt = rowMaker(design);
    for (let row = first; row < end; row++) yield rowAt(row);
  }
  return deepFreeze({
    axes,
    outputs: design.outputs,
    rowCount,
    valuesAt: (row: number) => {
      if (integer(row, 'row') >= rowCount) throw notAmong(row, row + 1, rowCount);
      const values = design.valuesAt(row);
      return Object.freeze(Object.fromEntries(axes.map((name, a) => [name, values[a]])));
    },
    rows,
    [Symbol.iterator]: () => rows(),
  });
}

function notAmong(first: number, end: number, rowCount: number): SidecoreError {
  return new SidecoreError({
    code: 'invalid-value',
    path: 'part',
    message: `rows ${first} to ${end} are not all among the ${rowCount} of the sweep`,
  });
}
