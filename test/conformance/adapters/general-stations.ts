import {
  cacheHitRatio,
  type Distribution,
  forkJoin,
  gg1,
  ggc,
  mg1,
  mg1kLossApproximation,
  mg1Priority,
  mg1Vacation,
  mHyperexponential1,
  mm1Setup,
  mmc,
  type PollingPolicy,
  type PriorityRule,
  phph1,
  polling,
  type SizeBasedDiscipline,
  sizeBased,
} from '../../../src/queueing';
import type { Adapter } from '../harness';

// biome-ignore lint/suspicious/noExplicitAny: see Adapter
type Input = any;

/** One value for every entry of a list of `count`. */
const each = (given: number | number[] | undefined, count: number, otherwise: number): number[] =>
  Array.isArray(given) ? given : Array(count).fill(given ?? otherwise);

const mg1Case: Adapter = ({ lambda, meanService, scv }) => {
  const answer = mg1({ arrivalRate: lambda, serviceTime: meanService, serviceVariability: scv });
  return {
    U: answer.utilization,
    R: answer.responseTime.mean,
    Q: answer.queueLength,
    X: answer.throughput,
    p0: answer.emptyProbability,
  };
};

const mh1: Adapter = ({ lambda, mu, alpha }) => {
  const answer = mHyperexponential1({
    arrivalRate: lambda,
    probabilities: alpha,
    means: mu.map((rate: number) => 1 / rate),
  });
  return {
    U: answer.utilization,
    R: answer.responseTime.mean,
    Q: answer.queueLength,
    X: answer.throughput,
    p0: answer.emptyProbability,
  };
};

const gg1Case: Adapter = ({ lambda, mu, ca, cs }) => {
  const { approximations, upperBounds } = gg1({
    arrivalRate: lambda,
    arrivalVariability: ca * ca,
    serviceTime: 1 / mu,
    serviceVariability: cs * cs,
  });
  return {
    allenCunneen: approximations['allen-cunneen'],
    kraemerLangenbachBelz: approximations['kraemer-langenbach-belz'],
    kingmanUpperBound: upperBounds.kingman,
    marchal: approximations.marchal,
    daleyUpperBound: upperBounds.daley,
    kobayashiDiffusion: approximations.kobayashi,
  };
};

const ggcCase: Adapter = ({ lambda, mu, ca, cs, c }) => {
  const { approximations } = ggc({
    arrivalRate: lambda,
    arrivalVariability: ca * ca,
    serviceTime: 1 / mu,
    serviceVariability: cs * cs,
    servers: c,
  });
  return {
    mmcWq: mmc({ arrivalRate: lambda, serviceTime: 1 / mu, servers: c }).waitingTime.mean,
    allenCunneenErlangC: approximations['allen-cunneen'],
    allenCunneenBolch: approximations.bolch,
    whitt1993: approximations.whitt,
  };
};

const priority: Adapter = ({ lambda, mu, cs }) => {
  const variation = each(cs, lambda.length, 1);
  const response = (rule: PriorityRule) =>
    mg1Priority({
      rule,
      classes: lambda.map((arrivalRate: number, i: number) => ({
        arrivalRate,
        serviceTime: 1 / mu[i],
        serviceVariability: variation[i] ** 2,
      })),
    }).classes.map((one) => one.responseTime.mean);
  return { nonPreemptiveW: response('non-preemptive'), preemptiveResumeW: response('preemptive-resume') };
};

/** A distribution with this mean and coefficient of variation; exponential, as in the reference cases, at 1. */
function distributionWith(mean: number, cs: number): Distribution {
  if (cs === 1) return { type: 'exponential', mean };
  if (cs === 0) return { type: 'deterministic', value: mean };
  const scv = cs * cs;
  if (scv < 1) return { type: 'erlang', mean, stages: Math.round(1 / scv) };
  const p = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  return {
    type: 'hyperexponential',
    probabilities: [p, 1 - p],
    means: [mean / (2 * p), mean / (2 * (1 - p))],
  };
}

const sizes: Adapter = ({ lambda, mu, cs = 1 }) => {
  const mean = (discipline: SizeBasedDiscipline) =>
    sizeBased({ arrivalRate: lambda, service: distributionWith(1 / mu, cs), discipline }).responseTime.mean;
  return {
    SRPT: mean('shortest-remaining-processing-time'),
    FB: mean('foreground-background'),
    PSJF: mean('preemptive-shortest-job-first'),
    SJF: mean('shortest-job-first'),
    PS: mean('processor-sharing'),
    FCFS: mean('first-come-first-served'),
  };
};

const pollingCase: Adapter = (input: Input) => {
  const count = input.lambda.length;
  const scv = input.distributions === 'all deterministic' ? 0 : 1;
  const services = each(input.scvService, count, scv);
  const switches = each(input.scvSwitchover, count, scv);
  const answer = (policy: PollingPolicy) =>
    polling({
      queues: input.lambda.map((arrivalRate: number, i: number) => ({
        policy,
        arrivalRate,
        serviceTime: input.meanService[i],
        serviceVariability: services[i],
        switchoverTime: input.meanSwitchover[i],
        switchoverVariability: switches[i],
      })),
    });
  const exhaustive = answer('exhaustive');
  const gated = answer('gated');
  return {
    exhaustiveWq: exhaustive.queues.map((queue) => queue.waitingTime.mean),
    gatedWq: gated.queues.map((queue) => queue.waitingTime.mean),
    exhaustivePseudoConservation: exhaustive.weightedWaitingTime,
    gatedPseudoConservation: gated.weightedWaitingTime,
  };
};

const vacation: Adapter = ({ lambda, meanService, cs, meanVacation, cvVacation }) => {
  const answer = mg1Vacation({
    arrivalRate: lambda,
    serviceTime: meanService,
    serviceVariability: cs * cs,
    vacationTime: meanVacation,
    vacationVariability: cvVacation * cvVacation,
  });
  return { Wq: answer.waitingTime.mean, W: answer.responseTime.mean, L: answer.queueLength };
};

const setup: Adapter = ({ lambda, mu, setupRate }) => {
  const answer = mm1Setup({ arrivalRate: lambda, serviceTime: 1 / mu, setupTime: 1 / setupRate });
  return { W: answer.responseTime.mean, L: answer.queueLength };
};

const loss: Adapter = ({ lambda, mu, cs, K }) => ({
  blocking: mg1kLossApproximation({
    arrivalRate: lambda,
    serviceTime: 1 / mu,
    serviceVariability: cs * cs,
    capacity: K,
  }).blockingProbability,
});

const forkJoinCase: Adapter = ({ K, lambda, mu }) => {
  const answer = forkJoin({ arrivalRate: lambda, serviceTime: 1 / mu, branches: K });
  return {
    twoWayExact: answer.twoBranches,
    nelsonTantawi: answer.responseTime.mean,
    upperBoundHK: answer.bounds.upper,
    splitMergeMaxThroughput: answer.splitMerge.saturationRate,
  };
};

const cache: Adapter = ({ items, zipfAlpha, capacity }, { expected }) => {
  const popularity = { items, zipfExponent: zipfAlpha };
  const che = cacheHitRatio({ popularity, capacity });
  const exact = (policy: 'lru' | 'random') =>
    cacheHitRatio({ popularity, capacity, policy, method: 'exact' }).hitRatio;
  return {
    cheT: che.characteristicTime,
    cheHitRatio: che.hitRatio,
    cheHit0to4: che.itemHitRatios.slice(0, 5),
    fifoRandomHitRatio: exact('random'),
    // seconds for a large cache, so only where it is asked for
    lruExactHitRatio: typeof expected.lruExactHitRatio === 'number' ? exact('lru') : null,
  };
};

const phaseType = (initial: number[], generator: number[][]): Distribution => ({
  type: 'phase-type',
  initial,
  generator,
});

const phph1Case: Adapter = ({ arrival, service }) => {
  const answer = phph1({
    arrival: phaseType(arrival.alpha, arrival.T),
    service: phaseType(service.beta, service.S),
  });
  return {
    rho: answer.utilization,
    L: answer.queueLength,
    W: answer.responseTime.mean,
    p0: answer.emptyProbability,
  };
};

/** M/G/1 and what lies around it. */
export const adapters: Record<string, Adapter> = {
  mg1: mg1Case,
  mh1,
  'gg1-approx': gg1Case,
  'ggc-approx': ggcCase,
  'mg1-priority': priority,
  'mg1-size-based': sizes,
  polling: pollingCase,
  'mg1-vacation': vacation,
  'mm1-setup': setup,
  'mg1k-loss-approx': loss,
  'fork-join': forkJoinCase,
  'cache-hit-ratio': cache,
  phph1: phph1Case,
};
