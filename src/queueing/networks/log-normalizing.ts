import type { NetworkArrays } from './network';

/** log(exp(a) + exp(b)). */
function logAdd(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high));
}

/** All population vectors up to `population`, the first class fastest. */
export class PopulationLattice {
  readonly size: number;
  /** Customers of class r at point i: entry i * classCount + r. */
  readonly count: Int32Array;
  readonly stride: Int32Array;

  constructor(readonly population: readonly number[]) {
    const classes = population.length;
    this.stride = new Int32Array(classes);
    let size = 1;
    population.forEach((n, r) => {
      this.stride[r] = size;
      size *= n + 1;
    });
    this.size = size;
    this.count = new Int32Array(size * classes);
    for (let i = 0; i < size; i++)
      for (let r = 0; r < classes; r++)
        this.count[i * classes + r] = Math.floor(i / this.stride[r]) % (population[r] + 1);
  }
}

/** log of f(n) = |n|! / (n_1! ... n_R!) x prod D_r^n_r / (rate(1) ... rate(|n|)) for every point of the lattice. */
export function logStationFactor(
  lattice: PopulationLattice,
  demand: ArrayLike<number>,
  rate: (customers: number) => number,
  logFactorial: Float64Array,
): Float64Array {
  const classes = lattice.population.length;
  const result = new Float64Array(lattice.size);
  const logRates = new Float64Array(logFactorial.length);
  for (let n = 1; n < logRates.length; n++) logRates[n] = logRates[n - 1] + Math.log(rate(n));
  for (let i = 0; i < lattice.size; i++) {
    let customers = 0;
    let sum = 0;
    for (let r = 0; r < classes; r++) {
      const n = lattice.count[i * classes + r];
      customers += n;
      if (n > 0) sum += n * Math.log(demand[r]) - logFactorial[n];
    }
    result[i] = sum + logFactorial[customers] - logRates[customers];
  }
  return result;
}

/** log of sum over m <= n of f(m) g(n - m) for every point n. */
export function logConvolution(lattice: PopulationLattice, f: Float64Array, g: Float64Array): Float64Array {
  const classes = lattice.population.length;
  const result = new Float64Array(lattice.size).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < lattice.size; i++)
    for (let j = 0; j <= i; j++) {
      let below = true;
      for (let r = 0; r < classes && below; r++)
        below = lattice.count[j * classes + r] <= lattice.count[i * classes + r];
      if (below) result[i] = logAdd(result[i], f[j] + g[i - j]);
    }
  return result;
}

/**
 * log of the normalising constants of all stations but one, and thinking, for every population up to that of the
 * lattice. Single servers by their recursion g(n) = g'(n) + sum_r D_r g(n - e_r), others by convolution.
 */
export function logConstantWithout(
  network: NetworkArrays,
  lattice: PopulationLattice,
  without: number,
  logFactorial: Float64Array,
): Float64Array {
  const { classCount, stationCount, demand } = network;
  const delay = network.thinkTime.slice();
  for (let k = 0; k < stationCount; k++)
    if (k !== without && !Number.isFinite(network.servers[k]))
      for (let r = 0; r < classCount; r++) delay[r] += demand[k * classCount + r];
  let g = logStationFactor(lattice, delay, (n) => n, logFactorial);
  for (let k = 0; k < stationCount; k++) {
    const rates = network.rates[k];
    if (k === without || !Number.isFinite(network.servers[k])) continue;
    const own = demand.slice(k * classCount, (k + 1) * classCount);
    if (rates || network.servers[k] > 1) {
      const rate = (n: number) =>
        rates ? rates[Math.min(n, rates.length) - 1] : Math.min(n, network.servers[k]);
      g = logConvolution(lattice, logStationFactor(lattice, own, rate, logFactorial), g);
      continue;
    }
    const logDemand = own.map((value) => Math.log(value));
    for (let i = 0; i < lattice.size; i++)
      for (let r = 0; r < classCount; r++)
        if (lattice.count[i * classCount + r] > 0)
          g[i] = logAdd(g[i], logDemand[r] + g[i - lattice.stride[r]]);
  }
  return g;
}
