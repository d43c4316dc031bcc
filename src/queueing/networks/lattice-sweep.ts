/** Numbers of a network that the sweep over the lattice works on; see `latticeMva`. */
export interface LatticeModel {
  readonly population: Float64Array;
  readonly thinkTime: Float64Array;
  readonly stationCount: number;
  /** Demand of class r at one station k, entry `r * stationCount + k`. */
  readonly demand: Float64Array;
  /** The same at all alike stations together. */
  readonly together: Float64Array;
}

/** One layer of the lattice, and what fills it. */
export interface Sweeper {
  readonly cells: Float64Array;
  /** Numbers in a cell: P of each station, and from `cycleAt` on W of each class. */
  readonly width: number;
  readonly cycleAt: number;
  /** Distance to the cell with one customer of class r less; 0 for the first class, whose predecessor is overwritten. */
  readonly back: Int32Array;
  /** Computes the layers with `from` to `to` customers of the first class in place, one after the other. */
  readonly sweep: (from: number, to: number) => void;
}

/** The sweep as a plain loop: for small lattices, and for hosts without WebAssembly. */
export function plainSweeper(model: LatticeModel): Sweeper {
  const { population, thinkTime, stationCount, demand, together } = model;
  const classCount = population.length;
  const width = stationCount + classCount;
  const back = new Int32Array(classCount);
  let size = width;
  for (let r = classCount - 1; r >= 1; r--) {
    back[r] = size;
    size *= population[r] + 1;
  }
  const cells = new Float64Array(size);
  const customers = new Int32Array(classCount);
  const throughput = new Float64Array(classCount);
  const before = new Int32Array(classCount);
  const cycle = new Float64Array(classCount);

  const layer = (first: number): void => {
    customers.fill(0);
    customers[0] = first;
    for (let at = 0; at < size; at += width) {
      for (let r = 0; r < classCount; r++) {
        // a class without customers adds nothing; its predecessor is not in the lattice
        before[r] = customers[r] > 0 ? at - back[r] : at;
        throughput[r] = customers[r] > 0 ? customers[r] / cells[before[r] + stationCount + r] : 0;
        cycle[r] = thinkTime[r];
      }
      for (let k = 0; k < stationCount; k++) {
        let lengthPlusOne = 1;
        for (let r = 0; r < classCount; r++)
          lengthPlusOne += throughput[r] * (demand[r * stationCount + k] * cells[before[r] + k]);
        cells[at + k] = lengthPlusOne;
        for (let r = 0; r < classCount; r++) cycle[r] += together[r * stationCount + k] * lengthPlusOne;
      }
      for (let r = 0; r < classCount; r++) cells[at + stationCount + r] = cycle[r];
      for (let r = classCount - 1; r >= 1; r--) {
        if (++customers[r] <= population[r]) break;
        customers[r] = 0;
      }
    }
  };
  return {
    cells,
    width,
    cycleAt: stationCount,
    back,
    sweep: (from, to) => {
      for (let first = from; first <= to; first++) layer(first);
    },
  };
}
