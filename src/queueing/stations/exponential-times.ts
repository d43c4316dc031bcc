import { type TimeDistribution, timeDistribution } from './time-result';

/** An exponential time of the given mean. */
export function exponentialTime(mean: number): TimeDistribution {
  return timeDistribution({
    mean,
    cumulative: (t) => -Math.expm1(-t / mean),
    tail: (t) => Math.exp(-t / mean),
    percentile: (p) => -mean * Math.log1p(-p),
  });
}

/** Zero, but with probability `share` an exponential time of mean `mean`: the wait of M/M/c. */
export function sometimesExponential(share: number, mean: number): TimeDistribution {
  return timeDistribution({
    mean: share * mean,
    cumulative: (t) => 1 - share + share * -Math.expm1(-t / mean),
    tail: (t) => share * Math.exp(-t / mean),
    percentile: (p) => (1 - p >= share ? 0 : mean * Math.log(share / (1 - p))),
  });
}

/**
 * An exponential service behind such a wait. With service rate a and waiting rate b
 *
 *     P(T > t) = e^(-a t) + share * a * (e^(-a t) - e^(-b t)) / (b - a)
 *
 * and the quotient is t e^(-min(a, b) t) times (1 - e^-y) / y at y = |b - a| t, so that nothing cancels at b = a.
 */
export function serviceAfterWait(share: number, waitMean: number, serviceTime: number): TimeDistribution {
  const service = 1 / serviceTime;
  const wait = 1 / waitMean;
  const slower = Math.min(service, wait);
  const apart = Math.abs(wait - service);
  const waited = (t: number) => {
    const y = apart * t;
    return share * service * t * Math.exp(-slower * t) * (y === 0 ? 1 : -Math.expm1(-y) / y);
  };
  return timeDistribution({
    mean: serviceTime + share * waitMean,
    cumulative: (t) => Math.max(0, -Math.expm1(-service * t) - waited(t)),
    tail: (t) => Math.exp(-service * t) + waited(t),
    percentile: share === 0 ? (p) => -serviceTime * Math.log1p(-p) : undefined,
  });
}
