/**
 * Approximate mean value analysis of one closed class over single-server FCFS stations whose service times vary less
 * (or more) than exponential ones: an arriving customer waits for the rest of the service in hand, which for a
 * coefficient of variation c is (1 + c^2)/2 of a service instead of a whole one.
 *
 * R_k(n) = D_k (1 + Q_k(n-1) - U_k(n-1) (1 - c^2)/2),  X(n) = n / (Z + sum R_k(n)),  U_k = X D_k
 *
 * With c = 1 it is exact mean value analysis. With c = 0 it lies between that and the asymptotic bound; simulated
 * paths of regular stages are met within a few per cent. Nothing is allocated and nothing is checked.
 *
 * @param variation coefficient of variation of every service time
 * @param queue receives the mean number at each station
 * @returns the throughput at the full population
 * @see Reiser, Mean value analysis of queueing networks: a new look at an old problem, IFIP Performance 1979
 */
export function residualRecursion(
  demand: Float64Array,
  population: number,
  thinkTime: number,
  variation: number,
  queue: Float64Array,
): number {
  const count = demand.length;
  const saved = (1 - variation * variation) / 2;
  queue.fill(0);
  let throughput = 0;
  for (let n = 1; n <= population; n++) {
    let response = thinkTime;
    for (let k = 0; k < count; k++) {
      const utilization = throughput * demand[k];
      const seen = Math.max(0, queue[k] - utilization * saved);
      queue[k] = demand[k] * (1 + seen);
      response += queue[k];
    }
    throughput = n / response;
    for (let k = 0; k < count; k++) queue[k] *= throughput;
  }
  return throughput;
}
