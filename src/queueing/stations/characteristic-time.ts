/**
 * The time T at which the mean number of items in a cache is its capacity: each item is in with probability
 * 1 - exp(-p T) (`reset`: every request starts its stay afresh) or p T / (1 + p T) (`hold`: only an insertion does).
 * Newton's method on a concave increasing function from below, so that it never overshoots.
 *
 * @param popularity probabilities, more than `capacity` of them above 0
 */
export function characteristicTime(
  popularity: readonly number[],
  capacity: number,
  stay: 'reset' | 'hold',
): number {
  let time = capacity; // content(T) <= sum of p T = T
  for (let step = 0; step < 10_000; step++) {
    let content = 0;
    let slope = 0;
    for (const p of popularity) {
      const x = p * time;
      if (stay === 'reset') {
        content -= Math.expm1(-x);
        slope += p * Math.exp(-x);
      } else {
        content += x / (1 + x);
        slope += p / (1 + x) ** 2;
      }
    }
    const next = time + (capacity - content) / slope;
    if (!(next > time * (1 + 1e-15))) return time;
    time = next;
  }
  return time;
}
