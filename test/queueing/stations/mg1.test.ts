import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mg1, mm1 } from '../../../src/queueing';
import {
  everyDistribution,
  expectOpenLaws,
  expectPlain,
  expectSaturated,
  loads,
  momentsOf,
  times,
  variabilities,
} from './general-laws';
import { badRates, badTimes, closeTo, expectRejections } from './markovian-laws';

const good = { arrivalRate: 0.5, serviceTime: 1, serviceVariability: 1 };

describe('mg1', () => {
  it("obeys Little's law and the utilisation law, is plain, and scales with time", () => {
    fc.assert(
      fc.property(loads, times, variabilities, (load, serviceTime, serviceVariability) => {
        const arrivalRate = load / serviceTime;
        const answer = mg1({ arrivalRate, serviceTime, serviceVariability });
        expectOpenLaws(answer, arrivalRate, serviceTime);
        expectPlain(answer);
        const slower = mg1({
          arrivalRate: arrivalRate / 8,
          serviceTime: serviceTime * 8,
          serviceVariability,
        });
        closeTo(slower.waitingTime.mean, 8 * answer.waitingTime.mean, 1e-12);
        closeTo(answer.emptyProbability + answer.utilization, 1, 1e-12);
      }),
    );
  });

  it('is M/M/1 for exponential service', () => {
    fc.assert(
      fc.property(loads, (load) => {
        const markovian = mm1({ arrivalRate: load, serviceTime: 1 });
        const answer = mg1({ arrivalRate: load, service: { type: 'exponential', mean: 1 } });
        closeTo(answer.queueLength, markovian.queueLength, 1e-11);
        // the response time of M/M/1 is exponential: its variance is its mean squared
        closeTo(answer.responseTime.variance!, markovian.responseTime.mean ** 2, 1e-11);
      }),
    );
  });

  it('grows with load and variability', () => {
    fc.assert(
      fc.property(loads, loads, variabilities, variabilities, (a, b, u, v) => {
        const wait = (arrivalRate: number, serviceVariability: number) =>
          mg1({ arrivalRate, serviceTime: 1, serviceVariability }).waitingTime.mean;
        const most = wait(Math.max(a, b), Math.max(u, v));
        expect(wait(Math.min(a, b), Math.min(u, v))).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('takes the moments of every kind of distribution', () => {
    for (const service of everyDistribution) {
      const { mean, scv } = momentsOf(service);
      const answer = mg1({ arrivalRate: 0.6, service });
      const byMoments = mg1({ arrivalRate: 0.6, serviceTime: mean, serviceVariability: Math.max(0, scv) });
      closeTo(answer.waitingTime.mean, byMoments.waitingTime.mean, 1e-12);
      closeTo(answer.utilization, byMoments.utilization, 1e-12);
    }
  });

  it('gives the second moment of Takács: for constant service Var W = (E W)^2 + rho s^2 / (3 (1 - rho))', () => {
    const answer = mg1({
      arrivalRate: 0.7,
      serviceTime: 1,
      serviceVariability: 0,
      serviceThirdMoment: 1,
    });
    closeTo(answer.waitingTime.variance!, answer.waitingTime.mean ** 2 + 0.7 / 0.9, 1e-12);
    expect(mg1(good).waitingTime.variance).toBeUndefined();
  });

  it('answers without arrivals and at saturation', () => {
    const idle = mg1({ ...good, arrivalRate: 0 });
    expect(idle).toMatchObject({ queueLength: 0, emptyProbability: 1, throughput: 0 });
    expect(idle.responseTime.mean).toBe(1);
    for (const arrivalRate of [1, 3]) {
      const answer = mg1({ ...good, arrivalRate });
      expectSaturated(answer, 1);
      expect(answer.emptyProbability).toBe(0);
    }
  });

  it('rejects bad input', () => {
    expectRejections(mg1, good, [
      ...badRates,
      ...badTimes,
      [{ serviceVariability: -0.1 }, 'invalid-value', 'serviceVariability'],
      [{ serviceVariability: undefined }, 'invalid-value', 'serviceVariability'],
      // E[S^3] is at least E[S^2]^2 / E[S] = 4
      [{ serviceThirdMoment: 3.9 }, 'invalid-value', 'serviceThirdMoment'],
      [{ service: { type: 'exponential', mean: 1 } }, 'invalid-shape', 'serviceTime'],
    ]);
    const distributions: [object, string, string][] = [
      [{ type: 'gauss' }, 'invalid-value', 'service.type'],
      [{ type: 'exponential', mean: 0 }, 'invalid-value', 'service.mean'],
      [{ type: 'exponential', mean: 1, rate: 1 }, 'invalid-shape', 'service.rate'],
      [{ type: 'erlang', mean: 1, stages: 1.5 }, 'invalid-value', 'service.stages'],
      [{ type: 'uniform', minimum: 2, maximum: 1 }, 'invalid-value', 'service.maximum'],
      [{ type: 'bounded-pareto', minimum: 0, maximum: 1, exponent: 1 }, 'invalid-value', 'service.minimum'],
      [
        { type: 'discrete', values: [1, 2], probabilities: [0.5, 0.6] },
        'invalid-value',
        'service.probabilities',
      ],
      [{ type: 'discrete', values: [1], probabilities: [0.5, 0.5] }, 'invalid-shape', 'service.values'],
      [{ type: 'phase-type', initial: [1], generator: [[1]] }, 'invalid-value', 'service.generator[0][0]'],
      [{ type: 'phase-type', initial: [1], generator: [[-1, 1]] }, 'invalid-shape', 'service.generator[0]'],
      [
        {
          type: 'phase-type',
          initial: [1, 0],
          generator: [
            [-1, 1],
            [1, -1],
          ],
        },
        'invalid-value',
        'service.generator',
      ],
    ];
    expectRejections(
      mg1,
      { arrivalRate: 0.5, service: { type: 'exponential', mean: 1 } },
      distributions.map(([service, code, path]) => [{ service }, code, path] as const),
    );
  });
});
