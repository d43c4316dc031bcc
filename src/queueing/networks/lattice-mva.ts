import type { ClosedAnswer } from './closed-answer';
import type { ClosedProblem } from './closed-problem';
import { type LatticeModel, plainSweeper, type Sweeper } from './lattice-sweep';
import { wasmSweeper } from './lattice-wasm';
import type { Watch } from './watch';

/** Layers that are solved between two reports of progress. */
const layersAtATime = 12;

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
  const sweeper = wasmSweeper(model) ?? plainSweeper(model);
  const { cells, width, cycleAt, back, sweep } = sweeper;
  const corner = cells.length - width;
  const full = population[0];
  for (let first = 0; first < full; first += layersAtATime) {
    watch(first / (full + 1));
    sweep(first, Math.min(first + layersAtATime, full) - 1);
  }
  const before = cells.slice(corner);
  sweep(full, full);
  // the corner of the layer is the full population, and its predecessors are still there
  const throughput = population.map(
    (n, r) => n / (r === 0 ? before[cycleAt] : cells[corner - back[r] + cycleAt + r]),
  );
  const queueLength = stations.map((station, k) =>
    throughput.map((x, r) => x * station.demand[r] * (r === 0 ? before[k] : cells[corner - back[r] + k])),
  );
  return {
    throughput,
    queueLength,
    distribution: stations.map(() => null),
    logNormalizingConstant: logConstant(model, sweeper),
  };
}

function latticeModel(problem: ClosedProblem): LatticeModel {
  const { population, thinkTime, stations } = problem;
  const classCount = population.length;
  const stationCount = stations.length;
  const demand = new Float64Array(classCount * stationCount);
  const together = new Float64Array(classCount * stationCount);
  for (let r = 0; r < classCount; r++)
    for (let k = 0; k < stationCount; k++) {
      demand[r * stationCount + k] = stations[k].demand[r];
      together[r * stationCount + k] = stations[k].demand[r] * stations[k].places.length;
    }
  return { population, thinkTime, stationCount, demand, together };
}

/** Logarithm of G(N): the first class alone, then the other classes within the last layer. */
function logConstant(model: LatticeModel, sweeper: Sweeper): number {
  const { population, thinkTime, stationCount, demand, together } = model;
  const { cells, cycleAt, back } = sweeper;
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
    for (let n = 1; n <= population[r]; n++, at += back[r]) logG += Math.log(cells[at + cycleAt + r] / n);
  return logG;
}
