/** Gives the residuals at a point, or null where they are not finite. The result may be overwritten by the next call. */
export type Evaluate = (point: Float64Array) => Float64Array | null;

const relativeStep = Math.cbrt(Number.EPSILON);

/** Fewer common digits than this make a difference meaningless: the step is widened. */
const noise = 1e-9;
const mostAttempts = 6;

/** Smaller parameters count as 0: one over a step of theirs is more than a number can hold. */
const smallest = 1e-300;

/**
 * Jacobian by central differences, a column after another; at a bound, by three points on the inner side. The step is
 * 6e-6 of the parameter (of its usual size, when it is 0), and wider while the residuals do not notice it.
 * Returns false where no finite residuals are found around the point.
 */
export function differenceJacobian(
  evaluate: Evaluate,
  point: Float64Array,
  usual: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  jacobian: Float64Array,
): boolean {
  const at = Float64Array.from(point);
  const rows = jacobian.length / point.length;
  const column = new Float64Array(rows);
  for (let p = 0; p < point.length; p++) {
    const own = Math.abs(point[p]);
    const widest = relativeStep * Math.max(own, usual[p]);
    let step = relativeStep * (own > smallest ? own : usual[p]);
    let size = Number.NaN;
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      size = differenceColumn(evaluate, at, p, step, lower[p], upper[p], column);
      if (size > noise || (size <= noise && step >= widest)) break;
      step = Number.isNaN(size) ? step / 100 : Math.min(100 * step, widest);
    }
    if (Number.isNaN(size)) return false;
    jacobian.set(column, p * rows);
  }
  return true;
}

/** Derivatives by one parameter; returns how large the difference is beside the residuals, NaN when not finite. */
function differenceColumn(
  evaluate: Evaluate,
  at: Float64Array,
  p: number,
  wanted: number,
  lower: number,
  upper: number,
  column: Float64Array,
): number {
  const middle = at[p];
  const up = upper - middle;
  const down = middle - lower;
  const step = Math.min(wanted, Math.max(up, down) / 2);
  // Offsets of two further points: on both sides, or both on the side that has room.
  const central = step <= up && step <= down;
  const inward = up >= down ? 1 : -1;
  const first = central ? step : inward * step;
  const second = central ? -step : 2 * inward * step;
  let size = 0;
  column.fill(0);
  const add = (offset: number, weight: number) => {
    at[p] = middle + offset;
    const residuals = evaluate(at);
    at[p] = middle;
    if (!residuals) {
      size = Number.NaN;
      return;
    }
    for (let i = 0; i < column.length; i++) {
      column[i] += weight * residuals[i];
      size = Math.max(size, Math.abs(residuals[i]));
    }
  };
  const a = middle + first - middle; // as they are after rounding
  const b = middle + second - middle;
  if (central) {
    add(first, 1 / (a - b));
    add(second, -1 / (a - b));
  } else {
    // The slope at 0 of the parabola through 0, a and b.
    add(0, -(a + b) / (a * b));
    add(first, -b / (a * (a - b)));
    add(second, a / (b * (a - b)));
  }
  let largest = 0;
  for (const value of column) largest = Math.max(largest, Math.abs(value));
  return size === 0 ? 1 : (largest * step) / size;
}
