/** A range that is known to hold a value. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Asymptotic bounds on the throughput of one closed class over single-server stations and a think time.
 *
 * N / (N D + Z) <= X(N) <= min(N / (D + Z), 1 / Dmax)
 *
 * @see Lazowska, Zahorjan, Graham and Sevcik, Quantitative System Performance, 1984, chapter 5, table 5.1
 */
export function asymptoticThroughput(demand: Float64Array, population: number, thinkTime: number): Range {
  const { total, largest } = sumAndMax(demand);
  if (population === 0) return { lower: 0, upper: 0 };
  return {
    lower: population / (population * total + thinkTime),
    upper: Math.min(population / (total + thinkTime), 1 / largest),
  };
}

/**
 * Balanced job bounds on the throughput of one closed class over single-server stations and a think time:
 *
 * N / (D + Z + (N-1) Dmax / (1 + Z/(N D))) <= X(N) <= min(1/Dmax, N / (D + Z + (N-1) Davg / (1 + Z/D)))
 *
 * @see Zahorjan, Sevcik, Eager and Galler, Comm. ACM 25(2), 1982; Lazowska et al. 1984, section 5.4, table 5.2
 */
export function balancedJobThroughput(demand: Float64Array, population: number, thinkTime: number): Range {
  const { total, largest } = sumAndMax(demand);
  if (population === 0) return { lower: 0, upper: 0 };
  if (total === 0) return { lower: population / thinkTime, upper: population / thinkTime };
  const others = population - 1;
  const average = total / demand.length;
  return {
    lower: population / (total + thinkTime + (others * largest) / (1 + thinkTime / (population * total))),
    upper: Math.min(
      1 / largest,
      population / (total + thinkTime + (others * average) / (1 + thinkTime / total)),
    ),
  };
}

function sumAndMax(demand: Float64Array): { total: number; largest: number } {
  let total = 0;
  let largest = 0;
  for (let k = 0; k < demand.length; k++) {
    total += demand[k];
    if (demand[k] > largest) largest = demand[k];
  }
  return { total, largest };
}

/**
 * Proportional bounds on the throughput of one closed class over single-server stations and a think time:
 *
 * N / (D + Z + (N-1) sum D^N / sum D^(N-1)) <= X(N) <= min(1/Dmax, N / (D + Z + (N-1 - Z/Dmax) sum D^2 / D))
 *
 * The powers are of demands relative to the largest, so that any population is safe.
 *
 * @see Hsieh and Lam, Performance Evaluation 7(1), 1987, pp. 11-30
 */
export function proportionalThroughput(demand: Float64Array, population: number, thinkTime: number): Range {
  const { total, largest } = sumAndMax(demand);
  if (population === 0) return { lower: 0, upper: 0 };
  if (total === 0) return { lower: population / thinkTime, upper: population / thinkTime };
  const others = population - 1;
  let powers = 0;
  let powersBefore = 0;
  let squares = 0;
  for (let k = 0; k < demand.length; k++) {
    const relative = demand[k] / largest;
    powers += relative ** population;
    powersBefore += relative ** others;
    squares += relative * demand[k];
  }
  const queueing = (others * largest * powers) / powersBefore;
  return {
    lower: population / (total + thinkTime + queueing),
    upper: Math.min(
      1 / largest,
      population / (total + thinkTime + (squares * (others * largest - thinkTime)) / total),
    ),
  };
}
