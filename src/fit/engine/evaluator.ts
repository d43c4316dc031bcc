import type { PathModel } from '../../iopath/model';
import { pathModel } from '../../iopath/path-model';
import { withValues } from '../../iopath/with-values';
import { predictPlain } from '../../predict/predict';
import type { Measurement } from '../data/measurements';
import type { Setting } from '../data/setting';
import type { FreeParameter } from './free-parameters';

/** Step of the logarithms in differences: well above what a solved batch is settled to. */
const step = 1e-3;

/** Settings of one set of numbers that lie over the model. */
interface Group {
  readonly overrides: Setting['overrides'];
  readonly settings: readonly { readonly setting: Setting; readonly rows: readonly number[] }[];
}

/** Logarithms of what the model says of each measurement, and their derivatives by the logarithms of the parameters. */
export class Evaluator {
  /** Parameter sets that were predicted. */
  evaluations = 0;
  private readonly model: PathModel;
  private readonly groups: readonly Group[];
  private lastPoint: Float64Array | null = null;
  private lastLogarithms: Float64Array | null = null;
  /** Where derivatives were last computed in full; from there on they are carried along. */
  private fullPoint: Float64Array | null = null;
  private heldPoint: Float64Array | null = null;
  private heldLogarithms: Float64Array = new Float64Array();
  private heldJacobian: Float64Array = new Float64Array();

  constructor(
    model: PathModel,
    readonly parameters: readonly FreeParameter[],
    readonly settings: readonly Setting[],
    readonly measurements: readonly Measurement[],
  ) {
    const { fit, ...plain } = model;
    this.model = fit ? pathModel(plain) : model;
    this.groups = grouped(settings, measurements);
  }

  /** The model with the numbers of a point. @throws SidecoreError for a number that it does not take */
  modelAt(point: ArrayLike<number>): PathModel {
    const values: Record<string, number> = {};
    this.parameters.forEach(({ paths, starts }, p) => {
      const factor = Math.exp(point[p]);
      paths.forEach((path, i) => {
        values[path] = starts[i] * factor;
      });
    });
    return withValues(this.model, values);
  }

  /** The logarithms at a point; null where the model has no finite answer. */
  logarithms(point: ArrayLike<number>): Float64Array | null {
    if (this.lastPoint && same(this.lastPoint, point)) return this.lastLogarithms;
    this.lastPoint = Float64Array.from(point);
    this.lastLogarithms = finite(this.evaluate(point));
    return this.lastLogarithms;
  }

  /** The measurements that the model has something for at first. */
  predictableRows(): number[] {
    const logarithms = this.evaluate(new Float64Array(this.parameters.length));
    return this.measurements.flatMap((_, row) => (Number.isFinite(logarithms?.[row]) ? [row] : []));
  }

  /**
   * Their derivatives at a point, a column for each parameter. With `hold`, those of an earlier point are carried along
   * while no logarithm of a parameter is further from it than that: changed as little as the logarithms at the new
   * point ask for (Broyden 1965, Mathematics of Computation 19(92)).
   */
  jacobian(point: ArrayLike<number>, hold = 0): Float64Array | null {
    if (this.heldPoint && same(this.heldPoint, point) && (hold > 0 || this.fullPoint === this.heldPoint))
      return this.heldJacobian;
    const here = this.logarithms(point);
    if (!here) return null;
    if (this.fullPoint && distance(this.fullPoint, point) <= hold) return this.carryAlong(point, here);
    const rows = here.length;
    const jacobian = new Float64Array(rows * this.parameters.length);
    const moved = Float64Array.from(point);
    for (let p = 0; p < this.parameters.length; p++) {
      const middle = moved[p];
      const { upper } = this.parameters[p];
      moved[p] = middle + step <= upper ? middle + step : middle - step;
      const there = finite(this.evaluate(moved));
      if (!there) return null;
      const size = moved[p] - middle;
      for (let i = 0; i < rows; i++) jacobian[p * rows + i] = (there[i] - here[i]) / size;
      moved[p] = middle;
    }
    this.fullPoint = Float64Array.from(point);
    this.heldPoint = this.fullPoint;
    this.heldLogarithms = here;
    this.heldJacobian = jacobian;
    return jacobian;
  }

  private carryAlong(point: ArrayLike<number>, here: Float64Array): Float64Array {
    const step = this.heldPoint!.map((value, p) => point[p] - value);
    const length = step.reduce((sum, value) => sum + value ** 2, 0);
    const rows = here.length;
    const jacobian = Float64Array.from(this.heldJacobian);
    for (let i = 0; i < rows; i++) {
      let missing = here[i] - this.heldLogarithms[i];
      for (let p = 0; p < step.length; p++) missing -= this.heldJacobian[p * rows + i] * step[p];
      for (let p = 0; p < step.length; p++) jacobian[p * rows + i] += (missing * step[p]) / length;
    }
    this.heldPoint = Float64Array.from(point);
    this.heldLogarithms = here;
    this.heldJacobian = jacobian;
    return jacobian;
  }

  /** For some of the measurements, or some of them several times; with the derivatives known so far. */
  forRows(rows: readonly number[]): Evaluator {
    const twin = new Evaluator(
      this.model,
      this.parameters,
      this.settings,
      rows.map((row) => this.measurements[row]),
    );
    twin.fullPoint = this.fullPoint;
    twin.heldPoint = this.heldPoint;
    twin.heldLogarithms = rowsOf(this.heldLogarithms, this.heldLogarithms.length, rows);
    twin.heldJacobian = rowsOf(this.heldJacobian, this.measurements.length, rows);
    return twin;
  }

  /** With some of the parameters, the others where they were at first. */
  forParameters(wanted: readonly number[]): Evaluator {
    const twin = new Evaluator(
      this.model,
      wanted.map((p) => this.parameters[p]),
      this.settings,
      this.measurements,
    );
    if (this.heldPoint?.every((value) => value === 0)) {
      const rows = this.measurements.length;
      twin.fullPoint = new Float64Array(wanted.length);
      twin.heldPoint = twin.fullPoint;
      twin.heldLogarithms = this.heldLogarithms;
      twin.heldJacobian = new Float64Array(rows * wanted.length);
      wanted.forEach((p, k) => {
        twin.heldJacobian.set(this.heldJacobian.subarray(p * rows, (p + 1) * rows), k * rows);
      });
    }
    return twin;
  }

  private evaluate(point: ArrayLike<number>): Float64Array | null {
    this.evaluations += 1;
    const result = new Float64Array(this.measurements.length);
    let model: PathModel;
    try {
      model = this.modelAt(point);
    } catch {
      return null;
    }
    for (const { overrides, settings } of this.groups) {
      const own = withValues(model, overrides);
      for (const { setting, rows } of settings) {
        const prediction = predictPlain(own, setting.scenario);
        for (const row of rows) result[row] = Math.log(this.measurements[row].read(prediction));
      }
    }
    return result;
  }
}

function finite(logarithms: Float64Array | null): Float64Array | null {
  return logarithms?.every(Number.isFinite) ? logarithms : null;
}

/** Some rows of a matrix that is stored by columns. */
export function rowsOf(matrix: Float64Array, rows: number, wanted: readonly number[]): Float64Array {
  const columns = rows === 0 ? 0 : matrix.length / rows;
  const result = new Float64Array(columns * wanted.length);
  for (let p = 0; p < columns; p++)
    for (let i = 0; i < wanted.length; i++) result[p * wanted.length + i] = matrix[p * rows + wanted[i]];
  return result;
}

function grouped(settings: readonly Setting[], measurements: readonly Measurement[]): Group[] {
  const rowsOfSetting = settings.map((): number[] => []);
  measurements.forEach(({ setting }, row) => {
    rowsOfSetting[setting].push(row);
  });
  const groups = new Map<
    string,
    { overrides: Setting['overrides']; settings: Group['settings'][number][] }
  >();
  settings.forEach((setting, s) => {
    if (rowsOfSetting[s].length === 0) return;
    const key = JSON.stringify(setting.overrides);
    const group = groups.get(key) ?? { overrides: setting.overrides, settings: [] };
    group.settings.push({ setting, rows: rowsOfSetting[s] });
    groups.set(key, group);
  });
  return [...groups.values()];
}

function same(a: Float64Array, b: ArrayLike<number>): boolean {
  return distance(a, b) === 0;
}

function distance(a: Float64Array, b: ArrayLike<number>): number {
  let largest = 0;
  for (let p = 0; p < a.length; p++) largest = Math.max(largest, Math.abs(a[p] - b[p]));
  return largest;
}
