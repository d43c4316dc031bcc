import type { LatticeModel } from './lattice-mva';

/** Computes the cells of one layer of the lattice in place, from the layer before it (see `latticeMva`). */
export function sweepLayer(model: LatticeModel, first: number): void {
  const { population, thinkTime, stationCount, demand, together, width, back, cells } = model;
  const classCount = population.length;
  const last = classCount - 1;
  const customers = new Int32Array(classCount);
  const throughput = new Float64Array(classCount);
  const from = new Int32Array(classCount);
  const cycle = new Float64Array(classCount);
  customers[0] = first;
  for (let at = 0; at < cells.length; at += width) {
    for (let r = 0; r < classCount; r++) {
      // a class without customers adds nothing; its predecessor is not in the lattice
      from[r] = customers[r] > 0 ? at - back[r] : at;
      throughput[r] = customers[r] > 0 ? customers[r] / cells[from[r] + stationCount + r] : 0;
      cycle[r] = thinkTime[r];
    }
    for (let k = 0; k < stationCount; k++) {
      let lengthPlusOne = 1;
      for (let r = 0; r < classCount; r++)
        lengthPlusOne += throughput[r] * (demand[r * stationCount + k] * cells[from[r] + k]);
      cells[at + k] = lengthPlusOne;
      for (let r = 0; r < classCount; r++) cycle[r] += together[r * stationCount + k] * lengthPlusOne;
    }
    for (let r = 0; r < classCount; r++) cells[at + stationCount + r] = cycle[r];
    for (let r = last; r >= 1; r--) {
      if (++customers[r] <= population[r]) break;
      customers[r] = 0;
    }
  }
}
