import { checkedAnswer, integer, nonNegative, positive } from '../../common';
import { checkOptions, offeredLoad } from './open-answer';

/** What `forkJoin` is asked. */
export interface ForkJoinOptions {
  /** Jobs per second, 0 or more; each splits into one task per branch. */
  readonly arrivalRate: number;
  /** Mean service time of a task, seconds. */
  readonly serviceTime: number;
  /** Number of branches, a server with a queue each, 1 or more. */
  readonly branches: number;
}

/** What `forkJoin` answers. */
export interface ForkJoinAnswer {
  readonly kind: 'fork-join';
  readonly method: string;
  /** True for one and two branches. */
  readonly exact: boolean;
  readonly stable: boolean;
  /** Jobs per second at which every branch saturates. */
  readonly saturationRate: number;
  /** Jobs per second. */
  readonly throughput: number;
  /** Busy share of each branch. */
  readonly utilization: number;
  /** Jobs of which a task is still waiting or in service. */
  readonly queueLength: number;
  /** From the arrival of a job to the end of its last task, seconds. */
  readonly responseTime: { readonly mean: number };
  /** Proven bounds on the mean response time, seconds. */
  readonly bounds: { readonly lower: number; readonly upper: number };
  /** Mean response time of two branches with the same load, exact, seconds. */
  readonly twoBranches: number;
  /** When instead a job starts only after the one before it has ended in all branches (no queues at the branches). */
  readonly splitMerge: {
    readonly stable: boolean;
    /** Most jobs per second. */
    readonly saturationRate: number;
    readonly responseTime: { readonly mean: number };
  };
}

/**
 * Fork-join queue: Poisson arrivals of jobs that split into one task for each of K branches, exponential service, one
 * server a branch, and a job ends with its last task. With H_K the K-th harmonic number and rho = lambda s:
 *
 * - K = 1: s / (1 - rho); K = 2, exact: R_2 = (12 - rho) / 8 s / (1 - rho)
 * - K > 2, Nelson and Tantawi: (H_K / H_2 + 4/11 (1 - H_K / H_2) rho) R_2, within 5 % up to K = 32
 * - upper bound H_K s / (1 - rho) (branches as if independent), lower bound max(H_K s, R_2)
 * - split-merge: M/G/1 with the maximum of K service times: mean H_K s, variance s^2 sum 1/i^2; exact
 *
 * Rates per second, times in seconds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * forkJoin({ arrivalRate: 0.9, serviceTime: 1, branches: 8 }).responseTime.mean; // 21.45
 * @see Flatto and Hahn, SIAM J. Applied Mathematics 44(5), 1984 (two branches); Nelson and Tantawi, IEEE Transactions on
 * Computers 37(6), 1988
 */
export function forkJoin(options: ForkJoinOptions): ForkJoinAnswer {
  checkOptions(options, ['arrivalRate', 'serviceTime', 'branches']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const serviceTime = positive(options.serviceTime, 'serviceTime');
  const branches = integer(options.branches, 'branches', 1);
  const load = offeredLoad(arrivalRate, serviceTime);
  const stable = load < 1;
  const alone = stable ? serviceTime / (1 - load) : Number.POSITIVE_INFINITY;
  const two = ((12 - load) / 8) * alone;
  const { first, second } = harmonic(branches);
  const share = first / 1.5;
  const nelsonTantawi = (share + (4 / 11) * (1 - share) * load) * two;
  const mean = stable ? (branches === 1 ? alone : nelsonTantawi) : Number.POSITIVE_INFINITY;
  const merged = first * serviceTime;
  const mergedLoad = offeredLoad(arrivalRate, merged);
  // E[M^2] / (2 E[M]) of the maximum M of the service times
  const residual = (serviceTime * (second + first * first)) / (2 * first);
  return checkedAnswer({
    kind: 'fork-join',
    method: branches > 2 ? 'nelson-tantawi' : 'closed-form',
    exact: branches <= 2,
    stable,
    saturationRate: 1 / serviceTime,
    throughput: stable ? arrivalRate : 1 / serviceTime,
    utilization: Math.min(1, load),
    queueLength: stable ? arrivalRate * mean : Number.POSITIVE_INFINITY,
    responseTime: { mean },
    bounds: {
      lower: branches === 1 || !stable ? alone : Math.max(merged, two),
      upper: first * alone,
    },
    twoBranches: stable ? two : Number.POSITIVE_INFINITY,
    splitMerge: {
      stable: mergedLoad < 1,
      saturationRate: 1 / merged,
      responseTime: {
        mean: mergedLoad < 1 ? merged + (mergedLoad * residual) / (1 - mergedLoad) : Number.POSITIVE_INFINITY,
      },
    },
  });
}

/** Sums of 1/i and 1/i^2 for i up to n; beyond a million terms by their asymptotic series, exact to the last digits. */
function harmonic(n: number): { first: number; second: number } {
  const terms = Math.min(n, 1e6);
  let first = 0;
  let second = 0;
  for (let i = terms; i >= 1; i--) {
    first += 1 / i;
    second += 1 / (i * i);
  }
  if (n > terms) {
    const rest = (x: number) => ({ log: Math.log(x) + 1 / (2 * x), inverse: 1 / x - 1 / (2 * x * x) });
    first += rest(n).log - rest(terms).log;
    second += rest(terms).inverse - rest(n).inverse;
  }
  return { first, second };
}
