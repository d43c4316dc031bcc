import type { ClosedAnswer } from './closed-answer';
import type { ClosedProblem } from './closed-problem';
import { sweepLayer } from './lattice-sweep';
import type { Watch } from './watch';

/** Numbers that the sweep over the lattice works on; see `latticeMva`. */
export interface LatticeModel {
  readonly population: Float64Array;
  readonly thinkTime: Float64Array;
  readonly stationCount: number;
  /** Demand of class r at one station k, entry `r * stationCount + k`. */
  readonly demand: Float64Array;
  /** The same at all alike stations together. */
  readonly together: Float64Array;
  /** Numbers in a cell: P of each station, then W of each class. */
  readonly width: number;
  /** Distance to the cell with one customer of class r less; 0 for the first class, whose predecessor is overwritten. */
  readonly back: Int32Array;
  /** One layer of the lattice. */
  readonly cells: Float64Array;
}

/**
 * Exact mean value analysis of several closed classes at single-server stations, over the lattice of populations:
 *
 *   R_kr(n) = D_kr (1 + Q_k(n - e_r)),  X_r(n) = n_r / (Z_r + sum_k R_kr(n)),  Q_k(n) = sum_r X_r(n) R_kr(n)
 *
 * A cell holds P_k = 1 + Q_k for each station and W_r = Z_r + sum_k D_kr P_k, the cycle time that one more customer
 * of class r would have; so X_r(n) = n_r / W_r(n - e_r). The first class is the outermost loop, and only one layer
 * of the lattice is kept: a cell that is overwritten for n_0 customers still holds its predecessor with n_0 - 1.
 * Alike stations are solved once.
 *
 * log G is the sum of -log X along the edges of the lattice from the empty to the full population.
 */
export function latticeMva(
  problem: ClosedProblem,
  watch: Watch,
): ClosedAnswer & { logNormalizingConstant: number } {
  const { population, stations } = problem;
  const model = latticeModel(problem);
  const { cells, width, back, stationCount } = model;
  const corner = cells.length - width;
  for (let first = 0; first < population[0]; first++) {
    if ((first & 15) === 0) watch(first / (population[0] + 1));
    sweepLayer(model, first);
  }
  const before = cells.slice(corner);
  sweepLayer(model, population[0]);
  // the corner of the layer is the full population, and its predecessors are still there
  const throughput = population.map((n, r) => {
    const seen = r === 0 ? before[stationCount] : cells[corner - back[r] + stationCount + r];
    return n / seen;
  });
  const queueLength = stations.map((station, k) =>
    throughput.map((x, r) => x * station.demand[r] * (r === 0 ? before[k] : cells[corner - back[r] + k])),
  );
  return {
    throughput,
    queueLength,
    distribution: stations.map(() => null),
    logNormalizingConstant: logConstant(model),
  };
}

function latticeModel(problem: ClosedProblem): LatticeModel {
  const { population, stations } = problem;
  const classCount = population.length;
  const stationCount = stations.length;
  const width = stationCount + classCount;
  const back = new Int32Array(classCount);
  let size = width;
  for (let r = classCount - 1; r >= 1; r--) {
    back[r] = size;
    size *= population[r] + 1;
  }
  const demand = new Float64Array(classCount * stationCount);
  const together = new Float64Array(classCount * stationCount);
  for (let r = 0; r < classCount; r++)
    for (let k = 0; k < stationCount; k++) {
      demand[r * stationCount + k] = stations[k].demand[r];
      together[r * stationCount + k] = stations[k].demand[r] * stations[k].places.length;
    }
  return {
    population,
    thinkTime: problem.thinkTime,
    stationCount,
    demand,
    together,
    width,
    back,
    cells: new Float64Array(size),
  };
}

/** Logarithm of G(N): the first class alone, then the other classes within the last layer. */
function logConstant(model: LatticeModel): number {
  const { population, thinkTime, stationCount, demand, together, back, cells } = model;
  let logG = 0;
  const lengthPlusOne = new Float64Array(stationCount).fill(1);
  for (let n = 1; n <= population[0]; n++) {
    let cycle = thinkTime[0];
    for (let k = 0; k < stationCount; k++) cycle += together[k] * lengthPlusOne[k];
    const x = n / cycle;
    for (let k = 0; k < stationCount; k++) lengthPlusOne[k] = 1 + x * demand[k] * lengthPlusOne[k];
    logG -= Math.log(x);
  }
  let at = 0;
  for (let r = population.length - 1; r >= 1; r--)
    for (let n = 1; n <= population[r]; n++, at += back[r])
      logG += Math.log(cells[at + stationCount + r] / n);
  return logG;
}
