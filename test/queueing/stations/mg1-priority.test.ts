import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mg1, mg1Priority } from '../../../src/queueing';
import { expectOpenLaws, expectPlain } from './general-laws';
import { closeTo, expectRejections, steadyState } from './markovian-laws';

const classes = fc
  .tuple(
    fc.double({ min: 0.01, max: 0.97, noNaN: true }),
    fc.array(
      fc.record({
        share: fc.double({ min: 0.01, max: 1, noNaN: true }),
        serviceTime: fc.double({ min: 0.01, max: 10, noNaN: true }),
        serviceVariability: fc.double({ min: 0, max: 9, noNaN: true }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([load, list]) => {
    const sum = list.reduce((total, one) => total + one.share, 0);
    return list.map(({ share, serviceTime, serviceVariability }) => ({
      arrivalRate: (load * share) / sum / serviceTime,
      serviceTime,
      serviceVariability,
    }));
  });

const rules = ['non-preemptive', 'preemptive-resume'] as const;

describe('mg1Priority', () => {
  it("obeys Little's law, the utilisation law and the conservation law of Kleinrock", () => {
    fc.assert(
      fc.property(classes, (given) => {
        for (const rule of rules) {
          const answer = mg1Priority({ classes: given, rule });
          expectPlain(answer);
          for (const [i, one] of answer.classes.entries())
            expectOpenLaws(one, given[i].arrivalRate, given[i].serviceTime);
        }
        // the sum of rho_i W_i does not depend on the order of service: rho W0 / (1 - rho)
        const load = given.reduce((sum, one) => sum + one.arrivalRate * one.serviceTime, 0);
        const work = given.reduce(
          (sum, one) => sum + (one.arrivalRate * one.serviceTime ** 2 * (1 + one.serviceVariability)) / 2,
          0,
        );
        const answer = mg1Priority({ classes: given });
        const weighted = answer.classes.reduce((sum, one) => sum + one.utilization * one.waitingTime.mean, 0);
        closeTo(weighted, (load * work) / (1 - load), 1e-9);
      }),
    );
  });

  it('is M/G/1 for one class', () => {
    const one = { arrivalRate: 0.6, serviceTime: 1, serviceVariability: 3 };
    for (const rule of rules)
      closeTo(
        mg1Priority({ classes: [one], rule }).classes[0].responseTime.mean,
        mg1(one).responseTime.mean,
        1e-12,
      );
  });

  it('lets the most urgent class see only itself when it may interrupt', () => {
    fc.assert(
      fc.property(classes, (given) => {
        const urgent = mg1Priority({ classes: given, rule: 'preemptive-resume' }).classes[0];
        closeTo(urgent.responseTime.mean, mg1(given[0]).responseTime.mean, 1e-11);
        const polite = mg1Priority({ classes: given }).classes[0];
        expect(polite.responseTime.mean).toBeGreaterThanOrEqual(urgent.responseTime.mean * (1 - 1e-12));
      }),
    );
  });

  it('agrees with the balance equations of two exponential classes, cut off where nobody is', () => {
    const size = 18;
    const [a, b, m, n] = [0.15, 0.2, 1, 0.8];
    const state = (i: number, j: number) => i * size + j;
    const rates = Array.from({ length: size * size }, () => new Array<number>(size * size).fill(0));
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        if (i + 1 < size) rates[state(i, j)][state(i + 1, j)] = a;
        if (j + 1 < size) rates[state(i, j)][state(i, j + 1)] = b;
        if (i > 0) rates[state(i, j)][state(i - 1, j)] = m;
        else if (j > 0) rates[state(i, j)][state(i, j - 1)] = n;
      }
    const states = steadyState(rates);
    const answer = mg1Priority({
      classes: [
        { arrivalRate: a, serviceTime: 1 / m, serviceVariability: 1 },
        { arrivalRate: b, serviceTime: 1 / n, serviceVariability: 1 },
      ],
      rule: 'preemptive-resume',
    });
    let low = 0;
    for (const [at, p] of states.entries()) low += p * (at % size);
    closeTo(answer.classes[1].queueLength, low, 1e-5);
  });

  it('keeps urgent classes stable while others saturate', () => {
    const given = [
      { name: 'control', arrivalRate: 0.2, serviceTime: 1, serviceVariability: 1 },
      { name: 'bulk', arrivalRate: 2, serviceTime: 1, serviceVariability: 0 },
      { name: 'idle', arrivalRate: 0.1, serviceTime: 1, serviceVariability: 1 },
    ];
    const resume = mg1Priority({ classes: given, rule: 'preemptive-resume' });
    closeTo(resume.classes[0].responseTime.mean, 1.25, 1e-12);
    const polite = mg1Priority({ classes: given });
    expectPlain(polite);
    // the server always has a bulk customer in service when it has no urgent one: W0 = 0.2 x 1 + 0.8 x 0.5
    closeTo(polite.classes[0].waitingTime.mean, 0.6 / 0.8, 1e-12);
    expect(polite.classes.map((one) => one.stable)).toEqual([true, false, false]);
    expect(polite.classes.map((one) => one.name)).toEqual(['control', 'bulk', 'idle']);
    closeTo(polite.classes[1].throughput, 0.8, 1e-12);
    expect(polite.classes[2]).toMatchObject({ throughput: 0, saturationRate: 0 });
    expect(polite).toMatchObject({ stable: false, utilization: 1 });
  });

  it('takes distributions, and classes without arrivals', () => {
    const answer = mg1Priority({
      classes: [
        { arrivalRate: 0, service: { type: 'deterministic', value: 1 } },
        { arrivalRate: 0.5, service: { type: 'exponential', mean: 1 } },
      ],
    });
    closeTo(answer.classes[0].waitingTime.mean, 0.5, 1e-12);
    closeTo(answer.classes[1].waitingTime.mean, 1, 1e-12);
  });

  it('rejects bad input', () => {
    const one = { arrivalRate: 0.1, serviceTime: 1, serviceVariability: 1 };
    expectRejections(mg1Priority, { classes: [one] }, [
      [{ classes: [] }, 'invalid-shape', 'classes'],
      [{ classes: one }, 'invalid-shape', 'classes'],
      [{ classes: [one, { ...one, arrivalRate: -1 }] }, 'invalid-value', 'classes[1].arrivalRate'],
      [{ classes: [{ ...one, serviceTime: 0 }] }, 'invalid-value', 'classes[0].serviceTime'],
      [{ classes: [{ ...one, priority: 1 }] }, 'invalid-shape', 'classes[0].priority'],
      [{ classes: [5] }, 'invalid-value', 'classes[0]'],
      [{ rule: 'fair' }, 'invalid-value', 'rule'],
    ]);
  });
});
