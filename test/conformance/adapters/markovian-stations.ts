import {
  asymmetricMmc,
  type BlockingAnswer,
  engset,
  erlangB,
  erlangC,
  finitePopulation,
  lossNetwork,
  type MarkovianAnswer,
  mm1,
  mm1k,
  mmc,
  mmck,
  mmInfinity,
} from '../../../src/queueing';
import type { Adapter } from '../harness';

const states = (answer: MarkovianAnswer, at?: number[]) => at?.map((n) => answer.stateProbability(n));

const means = (answer: MarkovianAnswer) => ({
  U: answer.utilization,
  R: answer.responseTime.mean,
  W: answer.responseTime.mean,
  Wq: answer.waitingTime.mean,
  Q: answer.queueLength,
  L: answer.queueLength,
  Lq: answer.waitingLength,
  X: answer.throughput,
  pWait: answer.waitingProbability,
  p0: answer.stateProbability(0),
});

const finite = (answer: BlockingAnswer, capacity: number, at?: number[]) => ({
  ...means(answer),
  pK: answer.stateProbability(capacity),
  blocking: answer.blockingProbability,
  pn: states(answer, at),
});

export const adapters: Record<string, Adapter> = {
  mm1: ({ lambda, mu, k }) => {
    const answer = mm1({ arrivalRate: lambda, serviceTime: 1 / mu });
    return { ...means(answer), pk: states(answer, k) };
  },
  mmc: ({ lambda, mu, c, k }) => {
    const answer = mmc({ arrivalRate: lambda, serviceTime: 1 / mu, servers: c });
    return { ...means(answer), pk: states(answer, k) };
  },
  mminf: ({ lambda, mu, k }) => {
    const answer = mmInfinity({ arrivalRate: lambda, serviceTime: 1 / mu });
    return { ...means(answer), pk: states(answer, k) };
  },
  mm1k: ({ lambda, mu, K, n }) =>
    finite(mm1k({ arrivalRate: lambda, serviceTime: 1 / mu, capacity: K }), K, n),
  mmck: ({ lambda, mu, c, K, n }) =>
    finite(mmck({ arrivalRate: lambda, serviceTime: 1 / mu, servers: c, capacity: K }), K, n),
  'erlang-b': ({ A, c }) => ({ B: erlangB({ offeredLoad: A, servers: c }) }),
  'erlang-c': ({ A, c }) => ({ C: erlangC({ offeredLoad: A, servers: c }) }),
  erlang: ({ offeredLoad, servers }) => ({
    erlangB: erlangB({ offeredLoad, servers }),
    erlangC: erlangC({ offeredLoad, servers }),
  }),
  engset: ({ A, c, sources }) => ({
    B: engset({ population: sources, thinkTime: 1 / A, serviceTime: 1, servers: c }).blockingProbability,
  }),
  'ammc-approx': ({ lambda, mu }) => {
    const serviceTimes = mu.map((rate: number) => 1 / rate);
    const answer = asymmetricMmc({ arrivalRate: lambda, serviceTimes, method: 'mean-rate' });
    return {
      U: answer.utilization,
      R: answer.responseTime.mean,
      Q: answer.queueLength,
      X: answer.throughput,
    };
  },
  'mmc-finite-population': ({ lambda, mu, c, N }) => {
    const answer = finitePopulation({
      population: N,
      thinkTime: 1 / lambda,
      serviceTime: 1 / mu,
      servers: c,
    });
    return { ...means(answer), pN: answer.stateProbability(N) };
  },
  'loss-network': ({ nu, A, C }) => {
    const answer = lossNetwork({
      links: Object.fromEntries(C.map((circuits: number, j: number) => [`link${j}`, { capacity: circuits }])),
      routes: Object.fromEntries(
        nu.map((arrivalRate: number, r: number) => [
          `route${r}`,
          {
            arrivalRate,
            serviceTime: 1,
            circuits: Object.fromEntries(A.map((row: number[], j: number) => [`link${j}`, row[r]])),
          },
        ]),
      ),
      method: 'erlang-fixed-point',
    });
    return {
      linkBlocking: C.map((_: number, j: number) => answer.links[`link${j}`].blockingProbability),
      routeLoss: nu.map((_: number, r: number) => answer.routes[`route${r}`].blockingProbability),
    };
  },
  'percentile-mmc': ({ lambda, mu, c }, whole) => {
    const answer = mmc({ arrivalRate: lambda, serviceTime: 1 / mu, servers: c });
    const shares = Object.keys((whole.expected.responseTime ?? whole.expected.waitingTime ?? {}) as object);
    const percentiles = (time: MarkovianAnswer['responseTime']) =>
      Object.fromEntries(shares.map((p) => [p, time.percentile(Number(p))]));
    return {
      responseTime: percentiles(answer.responseTime),
      waitingTime: percentiles(answer.waitingTime),
      probWait: answer.waitingProbability,
    };
  },
};
