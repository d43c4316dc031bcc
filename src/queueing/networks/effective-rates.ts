/**
 * Service rates that closed customers see at a station, by the number n of closed customers there, relative to one
 * server working alone; the last value holds from there on.
 *
 * Without open customers these are the station's own rates mu(n). Open customers (offered load `load`, total
 * arrival rate x service time) take their share: summing them out of the product form leaves the factors
 *
 *   e(n) = sum_m C(n+m, m) load^m / (mu(1) ... mu(n+m)),   and the closed rate   n-th = e(n-1) / e(n),
 *
 * computed by ratios of positive sums (Pascal's rule from the constant tail downwards), so nothing cancels, over- or
 * underflows. From one past the last own rate on, the closed rate is mu(last) - load.
 *
 * @param rates own rates, last value held
 * @param load offered load of the open customers, below the last rate
 * @param most largest number of closed customers, so how many rates matter
 * @see Bruell, Balbo and Afshari, Performance Evaluation 4(4), 1984 (mixed networks with load-dependent stations)
 */
export function effectiveRates(rates: Float64Array, load: number, most: number): Float64Array {
  const used = Math.max(1, most);
  if (load === 0) return rates.length <= used ? rates : rates.slice(0, used);
  const length = rates.length;
  const last = rates[length - 1];
  if (length === 1) return Float64Array.of(last - load);
  const free = (last - load) / last;
  const result = new Float64Array(Math.min(length + 1, used)).fill(last * free);
  // b(i, n) = free b(i, n-1) + load/mu(i+1) b(i+1, n) with b(i, -1) = 1 and b(length, n) = 1, kept as the ratios
  // falling[n] = b(i, n-1) / b(i, n) of one row i, and rising = b(i+1, n) / b(i, n)
  const falling = new Float64Array(Math.min(length, used) + 1).fill(1);
  for (let i = length - 1; i >= 0; i--) {
    let rising = 1;
    for (let n = 0; n <= Math.min(i, used); n++) {
      const before = rising;
      rising = 1 / ((free * falling[n]) / before + load / rates[i]);
      falling[n] *= rising / before;
    }
    if (i < used) result[i] = (rates[i] * free * falling[i + 1]) / rising;
  }
  return result;
}
