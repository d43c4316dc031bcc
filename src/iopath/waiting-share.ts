/**
 * Share of arrivals that find a server busy, after Kraemer and Langenbach-Belz (approximate formulae for the delay in
 * the queueing system GI/G/1, 8th International Teletraffic Congress, 1976):
 *
 * p = rho - (1 - c_a^2) rho (1 - rho) h,  h = (1 + c_a^2 + rho c_s^2) / (1 + rho (c_s^2 - 1) + rho^2 (4 c_a^2 + c_s^2))
 *
 * @param load rho, 0 to below 1
 * @param arrivals c_a^2, squared coefficient of variation of the time between arrivals, 0 to 1
 * @param work c_s^2, that of the work of one unit, 0 to 1
 */
export function busyShare(load: number, arrivals: number, work: number): number {
  const h = (1 + arrivals + load * work) / (1 + load * (work - 1) + load * load * (4 * arrivals + work));
  return Math.max(0, load - (1 - arrivals) * load * (1 - load) * h);
}

/**
 * Share of arrivals that find a stage busy which are so regular, between Poisson (0) and as regular as the work (1). Arrivals of several streams are less regular than
 * each is, by Whitt's w = 1 / (1 + 4 (1 - rho)^2 (v - 1)), v the number of streams (The Queueing Network Analyzer, Bell
 * System Technical Journal 62 (1983), section 4.3). Poisson arrivals find it busy for the share rho of time.
 *
 * @param load rho, 0 to below 1
 * @param variation coefficient of variation of the work of one unit, 0 to 1
 * @param streams streams that merge, by their weight: 1 / sum of the squares of their shares
 */
export function waitingShare(load: number, variation: number, regularity: number, streams: number): number {
  const work = variation * variation;
  const merged = regularity / (1 + 4 * (1 - load) ** 2 * (streams - 1));
  return busyShare(load, 1 - merged * (1 - work), work);
}
