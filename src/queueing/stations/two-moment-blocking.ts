/**
 * Blocking of a single server with room for `capacity` by two moments (MacGregor Smith), for any load:
 *
 * P = rho^((d + 2 K - 2) / d) (1 - rho) / (1 - rho^(2 (d + K - 1) / d)),  d = 2 + sqrt(rho) (c2 - 1)
 *
 * Where d is not above 0 nothing varies enough to matter, and what exceeds the capacity is lost: P = 1 - 1 / rho.
 *
 * @param variability squared coefficient of variation of the service, and what that of the arrivals has above 1
 */
export function twoMomentBlocking(load: number, variability: number, capacity: number): number {
  if (load === 0) return 0;
  if (load === Number.POSITIVE_INFINITY) return 1;
  const d = 2 + Math.sqrt(load) * (variability - 1);
  if (!(d > 0)) return Math.max(0, 1 - 1 / load);
  const ahead = 1 + (2 * capacity - 2) / d;
  const behind = 2 + (2 * capacity - 2) / d;
  const logarithm = Math.log(load);
  if (logarithm === 0) return 1 / behind;
  // in powers below 1 on either side of rho = 1, so that nothing overflows or cancels
  const blocking =
    logarithm < 0
      ? (load ** ahead * Math.expm1(logarithm)) / Math.expm1(behind * logarithm)
      : (load ** (ahead - behind) * Math.expm1(logarithm)) / -Math.expm1(-behind * logarithm);
  return Math.min(1, blocking);
}
