import { logLowerGamma, risingSum } from './incomplete-gamma';
import { logPoisson, logPoissonRatio } from './log-poisson';

/** The queue of M/M/c+M in units of the mean patience: `x` services by all servers, `y` arrivals per patience. */
export interface ImpatientQueue {
  /** log of the weight of all states from c on, when state c weighs 1. */
  readonly logWeight: number;
  /** Mean number waiting when all servers are busy. */
  readonly meanWaiting: number;
  /** log of the weight of state c + i. */
  logState(i: number): number;
  /** P(V > s | wait) of the virtual wait V of a customer that never gives up. */
  virtualTail(s: number): number;
  /** The same times the probability that a real customer is still there then and will be served. */
  servedTail(s: number): number;
}

/**
 * State c + i weighs y^i / ((x + 1) ... (x + i)). The sum of the weights is summed as it stands up to y = x + 1; beyond
 * that it is the incomplete gamma function P(x, y) over its leading factor, and the mean number follows from
 * i w(i) = y w(i - 1) - x w(i).
 */
export function impatientQueue(x: number, y: number): ImpatientQueue {
  const busy = y > x + 1;
  const summed = busy ? undefined : risingSum(x, y);
  const logWeight = summed ? Math.log(summed.sum) : logRising(x, y);
  const logAll = busy ? logLowerGamma(x, y) : 0;
  /** log of (later / y)^x e^(y - later) at later = y e^-s: the leading factors of P(x, later) / P(x, y). */
  const logFactor = (s: number) => -(x - y) * s - y * (s + Math.expm1(-s));
  return {
    logWeight,
    meanWaiting: summed ? summed.weighted / summed.sum : y - x + x * Math.exp(-logWeight),
    logState: (i) => logPoissonRatio(x, i, y),
    virtualTail: (s) => {
      const later = y * Math.exp(-s);
      if (busy) return Math.exp(logLowerGamma(x, later) - logAll);
      return Math.exp(logFactor(s) + logRising(x, later) - logWeight);
    },
    servedTail: (s) => {
      const later = y * Math.exp(-s);
      if (busy) return (x / y) * Math.exp(logLowerGamma(x + 1, later) - logAll);
      return (x / (x + 1)) * Math.exp(-s + logFactor(s) + logRising(x + 1, later) - logWeight);
    },
  };
}

function logRising(a: number, y: number): number {
  return y <= a + 1 ? Math.log(risingSum(a, y).sum) : logLowerGamma(a, y) - logPoisson(a, y);
}
