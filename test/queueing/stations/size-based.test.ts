import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Distribution,
  mg1,
  mg1Priority,
  processorSharing,
  type SizeBasedDiscipline,
  sizeBased,
} from '../../../src/queueing';
import { everyDistribution, expectOpenLaws, expectPlain, expectSaturated, momentsOf } from './general-laws';
import { badRates, closeTo, expectRejections } from './markovian-laws';

const disciplines: SizeBasedDiscipline[] = [
  'shortest-job-first',
  'preemptive-shortest-job-first',
  'shortest-remaining-processing-time',
  'foreground-background',
  'processor-sharing',
  'first-come-first-served',
];

const response = (arrivalRate: number, service: Distribution, discipline: SizeBasedDiscipline) =>
  sizeBased({ arrivalRate, service, discipline }).responseTime.mean;

const someLoad = fc.double({ min: 0.01, max: 0.97, noNaN: true });

describe('sizeBased', () => {
  it.each(everyDistribution.map((service) => [service.type, service] as const))(
    "obeys Little's law and the utilisation law, with SRPT the least: %s",
    (_, service) => {
      const { mean } = momentsOf(service);
      for (const load of [0.1, 0.8]) {
        const least = response(load / mean, service, 'shortest-remaining-processing-time');
        for (const discipline of disciplines) {
          const answer = sizeBased({ arrivalRate: load / mean, service, discipline });
          expectOpenLaws(answer, load / mean, mean);
          expectPlain(answer);
          expect(answer.responseTime.mean).toBeGreaterThanOrEqual(least * (1 - 1e-11));
        }
      }
    },
  );

  it('is first come first served and processor sharing as elsewhere', () => {
    for (const service of everyDistribution) {
      const { mean } = momentsOf(service);
      const arrivalRate = 0.7 / mean;
      closeTo(
        response(arrivalRate, service, 'first-come-first-served'),
        mg1({ arrivalRate, service }).responseTime.mean,
        1e-11,
      );
      closeTo(
        response(arrivalRate, service, 'processor-sharing'),
        processorSharing({ arrivalRate, serviceTime: mean }).responseTime.mean,
        1e-11,
      );
    }
  });

  it('is priority by class for two sizes', () => {
    fc.assert(
      fc.property(someLoad, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (load, share) => {
        const service: Distribution = {
          type: 'discrete',
          values: [2, 0.5],
          probabilities: [1 - share, share],
        };
        const arrivalRate = load / (0.5 * share + 2 * (1 - share));
        const classes = [
          { arrivalRate: arrivalRate * share, serviceTime: 0.5, serviceVariability: 0 },
          { arrivalRate: arrivalRate * (1 - share), serviceTime: 2, serviceVariability: 0 },
        ];
        for (const [discipline, rule] of [
          ['shortest-job-first', 'non-preemptive'],
          ['preemptive-shortest-job-first', 'preemptive-resume'],
        ] as const) {
          const byClass = mg1Priority({ classes, rule }).classes;
          const answer = sizeBased({ arrivalRate, service, discipline });
          closeTo(answer.conditionalResponseTime(0.5), byClass[0].responseTime.mean, 1e-10);
          closeTo(answer.conditionalResponseTime(2), byClass[1].responseTime.mean, 1e-10);
          closeTo(
            answer.responseTime.mean,
            share * byClass[0].responseTime.mean + (1 - share) * byClass[1].responseTime.mean,
            1e-10,
          );
        }
      }),
    );
  });

  it('cannot tell equal sizes apart, except that foreground-background shares', () => {
    const service: Distribution = { type: 'deterministic', value: 1 };
    const inOrder = response(0.8, service, 'first-come-first-served');
    for (const discipline of disciplines.slice(0, 3))
      closeTo(response(0.8, service, discipline), inOrder, 1e-12);
    // E[T] = s / (1 - rho) + lambda s^2 / (2 (1 - rho)^2)
    closeTo(response(0.8, service, 'foreground-background'), 5 + 10, 1e-12);
  });

  it('gives foreground-background as processor sharing for exponential sizes, at any load (Kleinrock vol. 2, p. 178)', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 0.9999, noNaN: true }), (load) => {
        closeTo(
          response(load, { type: 'exponential', mean: 1 }, 'foreground-background'),
          1 / (1 - load),
          1e-9,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('treats a phase type as what it is', () => {
    const erlang: Distribution = { type: 'erlang', mean: 1, stages: 2 };
    const phases: Distribution = {
      type: 'phase-type',
      initial: [1, 0],
      generator: [
        [-2, 2],
        [0, -2],
      ],
    };
    for (const discipline of disciplines)
      closeTo(response(0.7, phases, discipline), response(0.7, erlang, discipline), 1e-9);
  });

  it('converges to a uniform law through many discrete sizes', () => {
    const count = 400;
    const discrete: Distribution = {
      type: 'discrete',
      values: Array.from({ length: count }, (_, i) => (2 * i + 1) / count),
      probabilities: Array.from({ length: count }, () => 1 / count),
    };
    const uniform: Distribution = { type: 'uniform', minimum: 0, maximum: 2 };
    for (const discipline of disciplines)
      closeTo(response(0.7, discrete, discipline), response(0.7, uniform, discipline), 2e-3);
  });

  it('favours small sizes and grows with the size, the load and time', () => {
    for (const discipline of disciplines) {
      const answer = sizeBased({ arrivalRate: 0.8, service: { type: 'exponential', mean: 1 }, discipline });
      let before = 0;
      for (const size of [0, 0.1, 0.5, 1, 2, 5, 30]) {
        const now = answer.conditionalResponseTime(size);
        expect(now).toBeGreaterThanOrEqual(Math.max(before, size));
        before = now;
      }
      const slow = response(0.08, { type: 'exponential', mean: 10 }, discipline);
      closeTo(slow, 10 * answer.responseTime.mean, 1e-10);
      expect(response(0.9, { type: 'exponential', mean: 1 }, discipline)).toBeGreaterThan(
        answer.responseTime.mean,
      );
    }
  });

  it('stays finite and in order near saturation, and grows no faster than the gap shrinks', () => {
    const service: Distribution = { type: 'uniform', minimum: 0, maximum: 2 };
    for (const gap of [1e-4, 1e-7, 1e-10]) {
      const means = disciplines.map((discipline) => response(1 - gap, service, discipline));
      for (const mean of means) {
        expect(mean).toBeGreaterThanOrEqual(means[2]);
        expect(mean * gap).toBeGreaterThan(0);
      }
      // for uniform sizes first come first served is lambda E[S^2] / (2 (1 - rho)) + s
      closeTo(means[5], 1 + ((1 - gap) * (4 / 3)) / (2 * gap), 1e-5);
      // SRPT beats it by a growing factor
      expect(means[2] * gap).toBeLessThan(response(1 - 10 * gap, service, disciplines[2]) * 10 * gap);
    }
  });

  it('answers without arrivals and at saturation', () => {
    for (const discipline of disciplines) {
      const service: Distribution = { type: 'exponential', mean: 2 };
      const idle = sizeBased({ arrivalRate: 0, service, discipline });
      closeTo(idle.responseTime.mean, 2, 1e-11);
      closeTo(idle.conditionalResponseTime(3), 3, 1e-12);
      const full = sizeBased({ arrivalRate: 0.5, service, discipline });
      expectSaturated(full, 0.5);
      expect(full.conditionalResponseTime(1)).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('rejects bad input', () => {
    const good = {
      arrivalRate: 0.5,
      service: { type: 'exponential', mean: 1 },
      discipline: 'shortest-job-first',
    };
    expectRejections(sizeBased, good, [
      ...badRates,
      [{ discipline: 'srpt' }, 'invalid-value', 'discipline'],
      [{ service: undefined }, 'invalid-value', 'service'],
      [{ service: { type: 'exponential', mean: -1 } }, 'invalid-value', 'service.mean'],
      [{ serviceTime: 1 }, 'invalid-shape', 'serviceTime'],
    ]);
  });
});
