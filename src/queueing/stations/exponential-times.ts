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
 * An exponential service behind such a wait. In units of the service time, with waiting rate b
 *
 *     P(T > t) = e^-t + share * (e^-t - e^(-b t)) / (b - 1)
 *
 * and the quotient is t e^(-min(1, b) t) times (1 - e^-y) / y at y = |b - 1| t, so that nothing cancels at b = 1.
 */
export function serviceAfterWait(share: number, waitMean: number, serviceTime: number): TimeDistribution {
  const wait = serviceTime / waitMean;
  const slower = Math.min(1, wait);
  const apart = Math.abs(wait - 1);
  const waited = (t: number) => {
    const y = apart * t;
    return share * t * Math.exp(-slower * t) * (y === 0 ? 1 : -Math.expm1(-y) / y);
  };
  const inServices = (t: number) => Math.min(t / serviceTime, Number.MAX_VALUE);
  return timeDistribution({
    mean: serviceTime + share * waitMean,
    cumulative: (t) => {
      const scaled = inServices(t);
      return Math.max(0, -Math.expm1(-scaled) - waited(scaled));
    },
    tail: (t) => {
      const scaled = inServices(t);
      return Math.exp(-scaled) + waited(scaled);
    },
    percentile: share === 0 ? (p) => -serviceTime * Math.log1p(-p) : undefined,
  });
}
