import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, type Mg1kAnswer, md1, mg1, mg1k, mm1k } from '../../../src/queueing';
import { everyDistribution, expectPlain, momentsOf } from './general-laws';
import { badRates, closeTo, expectRejections, steadyState } from './markovian-laws';

const distributions = fc.constantFrom(...everyDistribution);
const capacities = fc.integer({ min: 1, max: 30 });
const anyLoads = fc.double({ min: 0.01, max: 5, noNaN: true });

function expectLossLaws(answer: Mg1kAnswer, arrivalRate: number, serviceTime: number, capacity: number) {
  expectPlain(answer);
  closeTo(answer.throughput, arrivalRate * (1 - answer.blockingProbability), 1e-9);
  closeTo(answer.utilization, answer.throughput * serviceTime, 1e-11);
  closeTo(answer.queueLength, answer.throughput * answer.responseTime.mean, 1e-11);
  let total = 0;
  let mean = 0;
  for (let n = 0; n <= capacity; n++) {
    total += answer.stateProbability(n);
    mean += n * answer.stateProbability(n);
  }
  closeTo(total, 1, 1e-11);
  closeTo(mean, answer.queueLength, 1e-9);
  closeTo(1 - answer.stateProbability(0), answer.utilization, 1e-9);
  expect(answer.stateProbability(capacity + 1)).toBe(0);
}

describe('mg1k', () => {
  it("obeys Little's law, the utilisation law and has states that add up", () => {
    fc.assert(
      fc.property(distributions, capacities, anyLoads, (service, capacity, load) => {
        const { mean } = momentsOf(service);
        const answer = mg1k({ arrivalRate: load / mean, service, capacity });
        expectLossLaws(answer, load / mean, mean, capacity);
      }),
      { numRuns: 60 },
    );
  });

  it('is M/M/1/K for exponential service, down to the smallest loss', () => {
    fc.assert(
      fc.property(capacities, anyLoads, (capacity, load) => {
        const markovian = mm1k({ arrivalRate: load, serviceTime: 1, capacity });
        const answer = mg1k({ arrivalRate: load, service: { type: 'exponential', mean: 1 }, capacity });
        closeTo(answer.blockingProbability, markovian.blockingProbability, 1e-10);
        closeTo(answer.queueLength, markovian.queueLength, 1e-10);
      }),
    );
    const rare = mg1k({ arrivalRate: 0.5, service: { type: 'exponential', mean: 1 }, capacity: 500 });
    closeTo(rare.blockingProbability, 0.5 ** 501, 1e-9);
  });

  it('is insensitive with room for one: Erlang B', () => {
    for (const service of everyDistribution) {
      const { mean } = momentsOf(service);
      const answer = mg1k({ arrivalRate: 1.5 / mean, service, capacity: 1 });
      closeTo(answer.blockingProbability, erlangB({ offeredLoad: 1.5, servers: 1 }), 1e-11);
      closeTo(answer.waitingTime.mean, 0, 1e-12, 1e-12);
    }
  });

  it('agrees with the balance equations of M/E_2/1/4', () => {
    // states: 0, then (n, stage) at 1 + 2 (n - 1) + stage
    const capacity = 4;
    const lambda = 0.9;
    const rates = Array.from({ length: 1 + 2 * capacity }, () => new Array<number>(1 + 2 * capacity).fill(0));
    rates[0][1] = lambda;
    for (let n = 1; n <= capacity; n++)
      for (const stage of [0, 1]) {
        const at = 1 + 2 * (n - 1) + stage;
        if (n < capacity) rates[at][at + 2] = lambda;
        if (stage === 0) rates[at][at + 1] = 2;
        else rates[at][n === 1 ? 0 : 1 + 2 * (n - 2)] = 2;
      }
    const states = steadyState(rates);
    const answer = mg1k({ arrivalRate: lambda, service: { type: 'erlang', mean: 1, stages: 2 }, capacity });
    closeTo(answer.blockingProbability, states[7] + states[8], 1e-12);
    closeTo(answer.stateProbability(2), states[3] + states[4], 1e-12);
  });

  it('gives the same for a law in two forms: stages by matrices and by integrals', () => {
    const few = mg1k({ arrivalRate: 0.9, service: { type: 'erlang', mean: 1, stages: 2 }, capacity: 8 });
    const phases = mg1k({
      arrivalRate: 0.9,
      service: {
        type: 'phase-type',
        initial: [1, 0],
        generator: [
          [-2, 2],
          [0, -2],
        ],
      },
      capacity: 8,
    });
    closeTo(few.blockingProbability, phases.blockingProbability, 1e-13);
    const at = (stages: number) =>
      mg1k({ arrivalRate: 0.9, service: { type: 'erlang', mean: 1, stages }, capacity: 8 })
        .blockingProbability;
    // 60 stages are done by matrices, 61 by an integral: a cubic in 1 / stages through the former meets the latter
    const known = [48, 52, 56, 60];
    const cubic = known.reduce((sum, k) => {
      const factor = known.reduce(
        (product, other) => (other === k ? product : (product * (1 / 61 - 1 / other)) / (1 / k - 1 / other)),
        1,
      );
      return sum + factor * at(k);
    }, 0);
    closeTo(at(61), cubic, 1e-9);
  });

  it('becomes M/G/1 with much room, and loses less with more', () => {
    for (const service of everyDistribution.filter((one) => one.type !== 'bounded-pareto')) {
      const { mean } = momentsOf(service);
      const much = mg1k({ arrivalRate: 0.5 / mean, service, capacity: 300 });
      const unlimited = mg1({ arrivalRate: 0.5 / mean, service });
      closeTo(much.queueLength, unlimited.queueLength, 1e-9);
      const loss = (capacity: number) =>
        mg1k({ arrivalRate: 1 / mean, service, capacity }).blockingProbability;
      for (let k = 1; k < 12; k++) expect(loss(k + 1)).toBeLessThan(loss(k));
    }
    const constant = md1({ arrivalRate: 0.5, serviceTime: 1 });
    const roomy = mg1k({ arrivalRate: 0.5, service: { type: 'deterministic', value: 1 }, capacity: 100 });
    for (const n of [0, 1, 5, 20]) closeTo(roomy.stateProbability(n), constant.stateProbability(n), 1e-10);
  });

  it('loses all but what it can serve under a huge overload', () => {
    for (const service of everyDistribution) {
      const { mean } = momentsOf(service);
      for (const load of [100, 1e4]) {
        const answer = mg1k({ arrivalRate: load / mean, service, capacity: 5 });
        closeTo(answer.throughput, 1 / mean, 0.03);
        expect(answer.utilization).toBeLessThanOrEqual(1);
        expectPlain(answer);
      }
    }
    const stuck = mg1k({ arrivalRate: 1e5, service: { type: 'deterministic', value: 1 }, capacity: 50 });
    closeTo(stuck.blockingProbability, 1 - 1e-5, 1e-12);
    closeTo(stuck.stateProbability(49) + stuck.stateProbability(50), 1, 1e-12);
  });

  it('answers without arrivals', () => {
    const idle = mg1k({ arrivalRate: 0, service: { type: 'exponential', mean: 2 }, capacity: 3 });
    expect(idle).toMatchObject({ blockingProbability: 0, throughput: 0, queueLength: 0 });
    expect(idle.stateProbability(0)).toBe(1);
    expect(idle.responseTime.mean).toBe(2);
  });

  it('rejects bad input', () => {
    expectRejections(mg1k, { arrivalRate: 1, service: { type: 'exponential', mean: 1 }, capacity: 3 }, [
      ...badRates,
      [{ capacity: 0 }, 'invalid-value', 'capacity'],
      [{ capacity: 2.5 }, 'invalid-value', 'capacity'],
      [{ capacity: 20_000 }, 'too-large', 'capacity'],
      [{ service: { type: 'erlang', mean: 1, stages: 0 } }, 'invalid-value', 'service.stages'],
    ]);
  });
});
