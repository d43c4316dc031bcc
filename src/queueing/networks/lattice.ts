import { seriesTerms } from './series-terms';

/**
 * All populations from none to the full one, one cell each; the last class changes fastest, so a row of cells is
 * contiguous. A power series in one variable per class, cut off at the full population, is an array over the cells, and
 * a station of a product-form network is the series 1 + S/mu(1) + S^2/(mu(1) mu(2)) + ... of the linear form
 * S = sum_r weight_r z_r. Everything here multiplies by such series in place, with positive terms only.
 */
export interface Lattice {
  readonly population: Float64Array;
  /** Population + 1 of each class. */
  readonly size: Int32Array;
  readonly classCount: number;
  /** Distance between two cells that differ by one customer of a class. */
  readonly stride: Int32Array;
  readonly cells: number;
  readonly rowLength: number;
  /** Working space: the strides and weights of the classes present in a row. */
  readonly behind: Int32Array;
  readonly weight: Float64Array;
}

export function latticeOf(population: Float64Array): Lattice {
  const classCount = population.length;
  const stride = new Int32Array(classCount);
  let cells = 1;
  for (let r = classCount - 1; r >= 0; r--) {
    stride[r] = cells;
    cells *= population[r] + 1;
  }
  return {
    population,
    size: Int32Array.from(population, (n) => n + 1),
    classCount,
    stride,
    cells,
    rowLength: population[classCount - 1] + 1,
    behind: new Int32Array(classCount),
    weight: new Float64Array(classCount),
  };
}

/** Customers in the whole network. */
export const customersOf = (lattice: Lattice) => lattice.population.reduce((sum, n) => sum + n, 0);

/** Customers of a class in all cells of a row. */
export function customersInRow(lattice: Lattice, start: number, r: number): number {
  return ((start / lattice.stride[r]) | 0) % lattice.size[r];
}

/** Collects strides and weights of the classes (but the last) that have customers in a row; returns how many. */
export function present(lattice: Lattice, start: number, weights: Float64Array): number {
  let count = 0;
  for (let r = 0; r < lattice.classCount - 1; r++) {
    if (weights[r] === 0 || customersInRow(lattice, start, r) === 0) continue;
    lattice.behind[count] = lattice.stride[r];
    lattice.weight[count++] = weights[r];
  }
  return count;
}

/** Fills the lattice with the product over the classes of Poisson probabilities of the given means. */
export function fillPoisson(lattice: Lattice, means: Float64Array, values: Float64Array): void {
  const { classCount, population, cells, rowLength } = lattice;
  const tables = Array.from(means, (mean, r) => seriesTerms(mean, (j) => j, population[r], mean));
  const lastTable = tables[classCount - 1];
  for (let start = 0; start < cells; start += rowLength) {
    let factor = 1;
    for (let r = 0; r < classCount - 1; r++) factor *= tables[r][customersInRow(lattice, start, r)];
    for (let j = 0; j < rowLength; j++) values[start + j] = factor * lastTable[j];
  }
}

/**
 * Multiplies by 1 / (1 - S): value(n) += sum_r weight_r value(n - e_r), cell by cell. Along a row every second cell
 * is a chain of its own (the step of two has weight^2), so that two additions are under way at a time.
 */
export function multiplyGeometric(lattice: Lattice, weights: Float64Array, values: Float64Array): void {
  const { cells, rowLength, classCount, behind, weight } = lattice;
  const own = weights[classCount - 1];
  for (let start = 0; start < cells; start += rowLength) {
    const count = present(lattice, start, weights);
    const end = start + rowLength;
    let i = 0;
    for (; i + 1 < count; i += 2)
      addTwo(values, start, end, behind[i], weight[i], behind[i + 1], weight[i + 1]);
    if (i < count) chainAndOne(values, start, end, own, behind[i], weight[i]);
    else chain(values, start, end, own);
  }
}

function addTwo(
  g: Float64Array,
  start: number,
  end: number,
  back1: number,
  w1: number,
  back2: number,
  w2: number,
): void {
  for (let at = start; at < end; at++) g[at] += w1 * g[at - back1] + w2 * g[at - back2];
}

function chain(g: Float64Array, start: number, end: number, own: number): void {
  const twice = own * own;
  let before = 0;
  let even = 0;
  let odd = 0;
  let at = start;
  for (; at + 1 < end; at += 2) {
    const first = g[at];
    const second = g[at + 1];
    even = first + own * before + twice * even;
    odd = second + own * first + twice * odd;
    before = second;
    g[at] = even;
    g[at + 1] = odd;
  }
  if (at < end) g[at] += own * before + twice * even;
}

function chainAndOne(
  g: Float64Array,
  start: number,
  end: number,
  own: number,
  back: number,
  w: number,
): void {
  const twice = own * own;
  let before = 0;
  let even = 0;
  let odd = 0;
  let at = start;
  for (; at + 1 < end; at += 2) {
    const first = g[at] + w * g[at - back];
    const second = g[at + 1] + w * g[at + 1 - back];
    even = first + own * before + twice * even;
    odd = second + own * first + twice * odd;
    before = second;
    g[at] = even;
    g[at + 1] = odd;
  }
  if (at < end) g[at] += w * g[at - back] + own * before + twice * even;
}

/** values = factor x source + S values, cells from the last to the first: one step of Horner's rule in S. */
function hornerStep(
  lattice: Lattice,
  weights: Float64Array,
  factor: number,
  source: Float64Array,
  values: Float64Array,
): void {
  const { cells, rowLength, classCount, behind, weight } = lattice;
  const own = weights[classCount - 1];
  for (let start = cells - rowLength; start >= 0; start -= rowLength) {
    const count = present(lattice, start, weights);
    for (let at = start + rowLength - 1; at > start; at--)
      values[at] = factor * source[at] + own * values[at - 1];
    values[start] = factor * source[start];
    for (let i = 0; i < count; i++) {
      const back = behind[i];
      const w = weight[i];
      for (let at = start + rowLength - 1; at >= start; at--) values[at] += w * values[at - back];
    }
  }
}

/** A station as probabilities of its number of customers when it stands alone. */
export interface StationSeries {
  /** Share of class r in the load; they add up to 1. */
  readonly shares: Float64Array;
  /** Probabilities of 0 ... terms.length - 1 customers. */
  readonly terms: Float64Array;
  /** Ratio of the probabilities from the last term on. */
  readonly ratio: number;
  /** What they are the probabilities of: load^j / (rates[0] ... rates[j-1]), divided by a sum. */
  readonly load: number;
  readonly rates: Float64Array;
  readonly logSum: number;
}

/** Multiplies by terms[0] + terms[1] S + ... + terms[L] S^L / (1 - ratio S): one pass a term. */
export function multiplySeries(
  lattice: Lattice,
  series: StationSeries,
  values: Float64Array,
  source: Float64Array,
): void {
  const { shares, terms, ratio } = series;
  source.set(values);
  const top = terms.length - 1;
  if (top < customersOf(lattice) && ratio > 0) {
    multiplyGeometric(
      lattice,
      shares.map((share) => share * ratio),
      values,
    );
  }
  for (let at = 0; at < lattice.cells; at++) values[at] *= terms[top];
  for (let j = top - 1; j >= 0; j--) hornerStep(lattice, shares, terms[j], source, values);
}

/** Fills the lattice with the probabilities of each mix of customers at a station that stands alone. */
export function ownProbabilities(lattice: Lattice, series: StationSeries, values: Float64Array): void {
  const { cells, rowLength, classCount } = lattice;
  const { terms, ratio } = series;
  values.fill(0);
  values[0] = 1;
  multiplyGeometric(lattice, series.shares, values);
  const customers = customersOf(lattice);
  const factor = new Float64Array(customers + 1);
  for (let n = 0; n <= customers; n++) factor[n] = n < terms.length ? terms[n] : factor[n - 1] * ratio;
  for (let start = 0; start < cells; start += rowLength) {
    let before = 0;
    for (let r = 0; r < classCount - 1; r++) before += customersInRow(lattice, start, r);
    for (let j = 0; j < rowLength; j++) values[start + j] *= factor[before + j];
  }
}
