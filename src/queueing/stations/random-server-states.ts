/**
 * M/M/c with servers of different speed where an arriving customer takes one of the idle servers at random: the
 * probabilities of n customers, n < c, and of all servers being busy.
 *
 * The chain of the set of busy servers is reversible: a set B weighs (c - |B|)!/c! times the product over B of
 * arrivalRate x serviceTime, so that n busy servers weigh (c - n)!/c! times an elementary symmetric function of the loads.
 * That function is the distribution of a sum of independent coins, built up server by server in logarithms.
 */
export function randomServerStates(
  arrivalRate: number,
  serviceTimes: readonly number[],
  capacityRate: number,
): { readonly below: Float64Array; readonly waitingProbability: number } {
  const servers = serviceTimes.length;
  const idle = servers * (1 - arrivalRate / capacityRate); // of equally busy servers: centres the coins
  const coins = new Float64Array(servers + 1).fill(Number.NEGATIVE_INFINITY);
  coins[0] = 0;
  serviceTimes.forEach((serviceTime, i) => {
    const odds = (arrivalRate * serviceTime) / idle;
    const heads = odds < 1 ? Math.log(odds) - Math.log1p(odds) : -Math.log1p(1 / odds);
    const tails = -Math.log1p(odds);
    for (let n = i + 1; n > 0; n--) coins[n] = logAdd(coins[n] + tails, coins[n - 1] + heads);
    coins[0] += tails;
  });
  let factor = 0; // log of idle^n (c - n)!/c!
  for (let n = 1; n <= servers; n++) {
    factor += Math.log(idle / (servers - n + 1));
    coins[n] += factor;
  }
  const largest = coins.reduce((a, b) => Math.max(a, b));
  const weights = coins.map((log) => Math.exp(log - largest));
  const allBusy = weights[servers] / (1 - arrivalRate / capacityRate);
  const below = weights.subarray(0, servers);
  const total = below.reduce((a, b) => a + b, allBusy);
  return { below: below.map((weight) => weight / total), waitingProbability: allBusy / total };
}

function logAdd(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger === Number.NEGATIVE_INFINITY
    ? larger
    : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}
