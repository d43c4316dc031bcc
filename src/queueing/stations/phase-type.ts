import { finite, nonNegative, SidecoreError, shown } from '../../common';
import { absorbingSolver } from './absorbing-solver';

/** A phase-type distribution: time to absorption of a Markov chain. */
export interface PhaseType {
  readonly size: number;
  /** Probability of the phase at the start. */
  readonly initial: Float64Array;
  /** Rates between phases, row by row, with 0 on the diagonal. */
  readonly rates: Float64Array;
  /** Rate from each phase to absorption. */
  readonly exit: Float64Array;
}

const rounding = 1e-9;

function wrongShape(path: string, message: string): never {
  throw new SidecoreError({ code: 'invalid-shape', path, message });
}

/** Numbers of 0 or more that add up to 1 within 1e-9. */
export function probabilityList(given: unknown, path: string): number[] {
  if (!Array.isArray(given) || given.length === 0)
    wrongShape(path, `${shown(given)} is not a list of probabilities`);
  const list = given.map((value, i) => nonNegative(value, `${path}[${i}]`));
  const sum = list.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) > rounding)
    throw new SidecoreError({
      code: 'invalid-value',
      path,
      message: `the probabilities add up to ${sum}, not to 1`,
    });
  return list;
}

/** Checks a start distribution and a generator, and splits the generator into rates and exit rates. */
export function phaseType(initial: unknown, generator: unknown, path: string): PhaseType {
  const start = probabilityList(initial, `${path}.initial`);
  const size = start.length;
  if (!Array.isArray(generator) || generator.length !== size)
    wrongShape(`${path}.generator`, `${shown(generator)} is not a list of ${size} rows`);
  const rates = new Float64Array(size * size);
  const exit = new Float64Array(size);
  generator.forEach((row: unknown, i: number) => {
    const at = `${path}.generator[${i}]`;
    if (!Array.isArray(row) || row.length !== size)
      wrongShape(at, `${shown(row)} is not a list of ${size} rates`);
    let leaving = 0;
    row.forEach((value: unknown, j: number) => {
      if (j === i) return;
      rates[i * size + j] = nonNegative(value, `${at}[${j}]`);
      leaving += rates[i * size + j];
    });
    const diagonal = -finite(row[i], `${at}[${i}]`);
    exit[i] = diagonal - leaving;
    if (diagonal <= 0 || exit[i] < -rounding * diagonal)
      throw new SidecoreError({
        code: 'invalid-value',
        path: `${at}[${i}]`,
        message: `${row[i]} on the diagonal is not below 0 by at least the other rates of the row, ${leaving}`,
      });
    if (exit[i] < 1e-14 * diagonal) exit[i] = 0;
  });
  const result = { size, initial: Float64Array.from(start), rates, exit };
  if (!timesToEnd(result).every(Number.isFinite))
    throw new SidecoreError({
      code: 'invalid-value',
      path: `${path}.generator`,
      message: 'some phase never ends',
      hint: 'every phase must lead to one whose row adds up to less than 0',
    });
  return reachable(result);
}

/** Without the phases that are never entered. */
function reachable(given: PhaseType): PhaseType {
  const { size, initial, rates, exit } = given;
  const seen = Array.from(initial, (value) => value > 0);
  const open = seen.flatMap((value, i) => (value ? [i] : []));
  for (let i = open.pop(); i !== undefined; i = open.pop())
    for (let j = 0; j < size; j++)
      if (!seen[j] && rates[i * size + j] > 0) {
        seen[j] = true;
        open.push(j);
      }
  const kept = seen.flatMap((value, i) => (value ? [i] : []));
  if (kept.length === size) return given;
  return {
    size: kept.length,
    initial: Float64Array.from(kept, (i) => initial[i]),
    rates: Float64Array.from(kept.flatMap((i) => kept.map((j) => rates[i * size + j]))),
    exit: Float64Array.from(kept, (i) => exit[i]),
  };
}

function timesToEnd({ rates, exit, size }: PhaseType): Float64Array {
  return absorbingSolver(rates, exit)(new Float64Array(size).fill(1));
}

/** First three moments of the time left, from each phase. */
export function phaseMoments({
  rates,
  exit,
  size,
}: PhaseType): readonly [Float64Array, Float64Array, Float64Array] {
  const solve = absorbingSolver(rates, exit);
  const first = solve(new Float64Array(size).fill(1));
  const second = solve(first).map((value) => 2 * value);
  const third = solve(second).map((value) => 3 * value);
  return [first, second, third];
}

/** Inner product. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Row vector times square matrix (row by row). */
export function rowTimes(row: Float64Array, matrix: Float64Array): Float64Array {
  const size = row.length;
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const weight = row[i];
    if (weight !== 0) for (let j = 0; j < size; j++) result[j] += weight * matrix[i * size + j];
  }
  return result;
}

/** Square matrix product, row by row. */
export function matrixTimes(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      const weight = a[i * size + k];
      if (weight === 0) continue;
      for (let j = 0; j < size; j++) result[i * size + j] += weight * b[k * size + j];
    }
  return result;
}

/**
 * Probability of each phase, not yet absorbed, after `time`: initial exp(T time), by a Taylor series of non-negative
 * terms (uniformisation) over a short step, squared up to the whole time.
 */
export function phaseTypeSurvival({ initial, rates, exit, size }: PhaseType, time: number): Float64Array {
  let fastest = 0;
  const leaving = Float64Array.from(exit);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) if (j !== i) leaving[i] += rates[i * size + j];
    fastest = Math.max(fastest, leaving[i]);
  }
  if (!(fastest * time < 1e18)) return new Float64Array(size); // beyond what the series can tell from the end
  const doublings = Math.max(0, Math.ceil(Math.log2(fastest * time)));
  const mean = (fastest * time) / 2 ** doublings;
  const step = rates.map((rate) => rate / fastest);
  for (let i = 0; i < size; i++) step[i * size + i] = (fastest - leaving[i]) / fastest;
  let power = new Float64Array(size * size);
  for (let i = 0; i < size; i++) power[i * size + i] = Math.exp(-mean);
  let sum: Float64Array = power.slice();
  for (let n = 1; n <= 24; n++) {
    power = matrixTimes(power, step, size).map((value) => (value * mean) / n) as typeof power;
    for (let i = 0; i < sum.length; i++) sum[i] += power[i];
  }
  for (let d = 0; d < doublings; d++) sum = matrixTimes(sum, sum, size);
  return rowTimes(initial, sum);
}
