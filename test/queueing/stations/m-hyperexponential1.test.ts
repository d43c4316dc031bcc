import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mg1, mHyperexponential1, mm1 } from '../../../src/queueing';
import { expectOpenLaws, expectPlain, expectSaturated, loads } from './general-laws';
import { badRates, closeTo, expectDistribution, expectRejections, expectStates } from './markovian-laws';

const branches = fc
  .array(
    fc.tuple(fc.double({ min: 1e-4, max: 1, noNaN: true }), fc.double({ min: 1e-3, max: 1e3, noNaN: true })),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => {
    const sum = list.reduce((total, [weight]) => total + weight, 0);
    return { probabilities: list.map(([weight]) => weight / sum), means: list.map(([, mean]) => mean) };
  });

const meanOf = ({ probabilities, means }: { probabilities: number[]; means: number[] }) =>
  probabilities.reduce((sum, p, i) => sum + p * means[i], 0);

describe('mHyperexponential1', () => {
  it("obeys Little's law and the utilisation law, and has the means of M/G/1", () => {
    fc.assert(
      fc.property(loads, branches, (load, service) => {
        const arrivalRate = load / meanOf(service);
        const answer = mHyperexponential1({ arrivalRate, ...service });
        expectOpenLaws(answer, arrivalRate, meanOf(service));
        expectPlain(answer);
        const moments = mg1({ arrivalRate, service: { type: 'hyperexponential', ...service } });
        closeTo(answer.waitingTime.mean, moments.waitingTime.mean, 1e-12);
        closeTo(answer.stateProbability(0), answer.emptyProbability, 1e-9);
        closeTo(answer.waitingTime.tail(0), answer.utilization, 1e-9, 1e-15);
        closeTo(answer.responseTime.tail(0), 1, 1e-9);
      }),
    );
  });

  it('does not depend on the order of the branches, nor on splitting one', () => {
    fc.assert(
      fc.property(branches, (service) => {
        const arrivalRate = 0.8 / meanOf(service);
        const percentile = (probabilities: number[], means: number[]) =>
          mHyperexponential1({ arrivalRate, probabilities, means }).responseTime.percentile(0.9);
        const { probabilities, means } = service;
        const plain = percentile(probabilities, means);
        closeTo(percentile([...probabilities].reverse(), [...means].reverse()), plain, 1e-9);
        const [first, ...rest] = probabilities;
        closeTo(percentile([first / 4, (3 * first) / 4, ...rest], [means[0], ...means]), plain, 1e-9);
      }),
    );
  });

  it('is M/M/1 when the branches are alike, also when they differ by rounding', () => {
    for (const means of [
      [1, 1],
      [1, 1 + 4e-16],
      [1, 1 + 1e-9],
    ]) {
      const answer = mHyperexponential1({ arrivalRate: 0.9, probabilities: [0.3, 0.7], means });
      const markovian = mm1({ arrivalRate: 0.9, serviceTime: 1 });
      for (const p of [0.5, 0.99, 0.99999])
        closeTo(answer.responseTime.percentile(p), markovian.responseTime.percentile(p), 1e-7);
      closeTo(answer.stateProbability(4), markovian.stateProbability(4), 1e-7);
    }
  });

  it('has states and distributions that fit the means', () => {
    for (const arrivalRate of [0.05, 0.5, 0.9]) {
      const answer = mHyperexponential1({
        arrivalRate,
        probabilities: [0.6, 0.3, 0.1],
        means: [0.2, 1, 5.8],
      });
      expectStates(answer, 4000);
      expectDistribution(answer.waitingTime);
      expectDistribution(answer.responseTime);
    }
  });

  it('has a wait of the Takács variance', () => {
    const service = { probabilities: [0.8, 0.2], means: [0.5, 3] };
    const { waitingTime } = mHyperexponential1({ arrivalRate: 0.7, ...service });
    const { variance, mean } = mg1({
      arrivalRate: 0.7,
      service: { type: 'hyperexponential', ...service },
    }).waitingTime;
    // E[W^2] = 2 x integral of t P(W > t)
    const step = 0.02;
    let second = 0;
    for (let i = 1; i < 40_000; i++) second += (i % 2 === 1 ? 4 : 2) * i * step * waitingTime.tail(i * step);
    closeTo((2 * second * step) / 3, variance! + mean ** 2, 1e-7);
  });

  it('answers without arrivals and at saturation', () => {
    const service = { probabilities: [0.5, 0.5], means: [1, 3] };
    const idle = mHyperexponential1({ arrivalRate: 0, ...service });
    closeTo(idle.responseTime.tail(3), 0.5 * Math.exp(-3) + 0.5 * Math.exp(-1), 1e-12);
    expect(idle.stateProbability(0)).toBe(1);
    expectSaturated(mHyperexponential1({ arrivalRate: 0.5, ...service }), 0.5);
  });

  it('rejects bad input', () => {
    expectRejections(mHyperexponential1, { arrivalRate: 0.5, probabilities: [0.5, 0.5], means: [1, 2] }, [
      ...badRates,
      [{ probabilities: [0.5, 0.4] }, 'invalid-value', 'probabilities'],
      [{ probabilities: [1.5, -0.5] }, 'invalid-value', 'probabilities[1]'],
      [{ means: [1] }, 'invalid-shape', 'means'],
      [{ means: [1, 0] }, 'invalid-value', 'means[1]'],
      [{ mean: 1 }, 'invalid-shape', 'mean'],
    ]);
  });

  it('keeps its states where the branches are hundreds of decades apart', () => {
    // a service of 1e-300 s is as none: the states are those of the long branch alone, with P(empty) = 1 - rho
    const queue = mHyperexponential1({ arrivalRate: 0.8, probabilities: [0.5, 0.5], means: [1e-300, 1] });
    const alone = mm1({ arrivalRate: 0.4, serviceTime: 1 });
    expect(queue.stateProbability(0)).toBeCloseTo(0.6, 12);
    expect(queue.waitingTime.tail(1)).toBeCloseTo(alone.waitingTime.tail(1), 12);
  });
});
