import { nonNegative } from '../../common';
import { type Distribution, lawOf } from './distribution';
import { type KnownQueueAnswer, knownQueue, type QueueFunctions } from './known-queue';
import { checkOptions } from './open-answer';
import { type Branch, waitRoots } from './secular-roots';
import { serviceMoments } from './service-moments';

/** What `mHyperexponential1` is asked. */
export interface MHyperexponential1Options {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Probability of each branch; they add up to 1. */
  readonly probabilities: readonly number[];
  /** Mean service time of each branch, seconds. */
  readonly means: readonly number[];
}

/**
 * M/H_k/1, first come first served: Poisson arrivals, a service that is exponential with mean m_i with probability p_i
 * (variability 1 or more), one server.
 *
 * E[W] = lambda E[S^2] / (2 (1 - rho)), E[S^2] = 2 sum p_i m_i^2. The times are mixtures of exponentials:
 * P(W > t) = sum c_j e^(-theta_j t), P(T > t) = sum c_j (1 + theta_j / lambda) e^(-theta_j t), the theta_j the roots of
 * sum lambda p_i / (1/m_i - theta) = 1, one between each pair of neighbouring rates, and every c_j positive. Rates per
 * second, times in seconds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * mHyperexponential1({ arrivalRate: 0.8, probabilities: [0.5, 0.5], means: [0.5, 1] }).responseTime.mean; // 2
 * @see Kleinrock, Queueing Systems vol. 1, 1975, sections 4.7 and 5.7
 */
export function mHyperexponential1(options: MHyperexponential1Options): KnownQueueAnswer {
  checkOptions(options, ['arrivalRate', 'probabilities', 'means']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const { probabilities, means } = options;
  const service: Distribution = { type: 'hyperexponential', probabilities, means };
  lawOf(service, '');
  const moments = serviceMoments({ service });
  return knownQueue('m-hyperexponential1', arrivalRate, moments, (load) =>
    mixture(arrivalRate, load, branches(probabilities, means)),
  );
}

/** By ascending rate, equal ones merged, empty ones left out. */
function branches(probabilities: readonly number[], means: readonly number[]): Branch[] {
  const merged = new Map<number, number>();
  means.forEach((mean, i) => {
    if (probabilities[i] > 0) merged.set(1 / mean, (merged.get(1 / mean) ?? 0) + probabilities[i]);
  });
  return [...merged].map(([rate, probability]) => ({ rate, probability })).sort((a, b) => a.rate - b.rate);
}

function mixture(arrivalRate: number, load: number, service: readonly Branch[]): QueueFunctions {
  // with hardly any arrivals the roots cannot be told from the rates, and nobody waits
  const terms =
    load > 1e-100
      ? waitRoots(arrivalRate, 1 - load, service).map(({ root, slope }) => {
          const wait = (1 - load) / (root * slope);
          return { root, wait, response: wait + (1 - load) / (arrivalRate * slope) };
        })
      : service.map(({ rate, probability }) => ({ root: rate, wait: 0, response: probability }));
  const sum = (weight: 'wait' | 'response', t: number) =>
    Math.min(
      1,
      terms.reduce((total, term) => total + term[weight] * Math.exp(-term.root * t), 0),
    );
  return {
    waitTail: (t) => sum('wait', t),
    responseTail: (t) => sum('response', t),
    // those left behind are the arrivals during the response time
    probability: (n) =>
      terms.reduce((total, { root, response }) => {
        const all = root + arrivalRate;
        return total + response * (root / all) * (arrivalRate / all) ** n;
      }, 0),
  };
}
