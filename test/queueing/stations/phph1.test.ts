import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Distribution, mg1, mm1, type Phph1Answer, phph1 } from '../../../src/queueing';
import { expectOpenLaws, expectPlain, expectSaturated } from './general-laws';
import { closeTo, expectRejections, expectStates, steadyState } from './markovian-laws';

const exponential = (mean: number): Distribution => ({ type: 'exponential', mean });

/** A random phase-type law with the given mean. */
const phaseTypesOf = (most: number, leastExit: number, leastStart = 0) =>
  fc.integer({ min: 1, max: most }).chain((size) =>
    fc
      .record({
        initial: fc.array(fc.double({ min: leastStart, max: 1, noNaN: true }), {
          minLength: size,
          maxLength: size,
        }),
        rates: fc.array(
          fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: size, maxLength: size }),
          { minLength: size, maxLength: size },
        ),
        exit: fc.array(fc.double({ min: leastExit, max: 10, noNaN: true }), {
          minLength: size,
          maxLength: size,
        }),
      })
      .map(({ initial, rates, exit }): Distribution & { type: 'phase-type' } => {
        const sum = initial.reduce((total, value) => total + value, 0);
        return {
          type: 'phase-type',
          initial: initial.map((value, i) => (sum > 0 ? value / sum : i === 0 ? 1 : 0)),
          generator: rates.map((row, i) =>
            row.map((rate, j) =>
              i === j
                ? -(exit[i] + row.reduce((total, other, k) => (k === i ? total : total + other), 0))
                : rate,
            ),
          ),
        };
      }),
  );

const phaseTypes = phaseTypesOf(4, 1);

const meanOf = (service: Distribution) => mg1({ arrivalRate: 0, service }).responseTime.mean;

const scaled = (given: Distribution & { type: 'phase-type' }, factor: number): Distribution => ({
  ...given,
  generator: given.generator.map((row) => row.map((rate) => rate / factor)),
});

/** Balance equations, cut off at a level that is hardly ever reached. */
function byChain(
  arrival: Distribution & { type: 'phase-type' },
  service: Distribution & { type: 'phase-type' },
  levels: number,
): { queueLength: number; empty: number } {
  const [a, s] = [arrival.initial.length, service.initial.length];
  const exit = (law: typeof arrival, i: number) => -law.generator[i].reduce((sum, rate) => sum + rate, 0);
  const at = (n: number, i: number, j: number) => (n === 0 ? i : a + (n - 1) * a * s + i * s + j);
  const size = a + levels * a * s;
  const rates = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let n = 0; n <= levels; n++)
    for (let i = 0; i < a; i++)
      for (let j = 0; j < (n === 0 ? 1 : s); j++) {
        const row = rates[at(n, i, j)];
        for (let to = 0; to < a; to++) {
          if (to !== i) row[at(n, to, j)] += arrival.generator[i][to];
          if (n === levels) continue;
          const rate = exit(arrival, i) * arrival.initial[to];
          if (n === 0)
            for (let start = 0; start < s; start++) row[at(1, to, start)] += rate * service.initial[start];
          else row[at(n + 1, to, j)] += rate;
        }
        if (n === 0) continue;
        for (let to = 0; to < s; to++) {
          if (to !== j) row[at(n, i, to)] += service.generator[j][to];
          row[at(n - 1, i, n === 1 ? 0 : to)] += exit(service, j) * service.initial[to];
        }
      }
  const states = steadyState(rates);
  let queueLength = 0;
  let empty = 0;
  for (const [state, p] of states.entries()) {
    const n = state < a ? 0 : 1 + Math.floor((state - a) / (a * s));
    queueLength += n * p;
    if (n === 0) empty += p;
  }
  return { queueLength, empty };
}

describe('phph1', () => {
  it('agrees with the balance equations, cut off where nobody is', () => {
    fc.assert(
      fc.property(phaseTypesOf(3, 2, 0.1), phaseTypesOf(3, 2, 0.1), (arrival, service) => {
        const fitting = scaled(service, (0.3 * meanOf(arrival)) / meanOf(service)) as typeof service;
        const chain = byChain(arrival, fitting, 40);
        const answer = phph1({ arrival, service: fitting });
        closeTo(answer.emptyProbability, chain.empty, 1e-6);
        closeTo(answer.queueLength, chain.queueLength, 1e-5);
      }),
      { numRuns: 12 },
    );
  });

  it("obeys Little's law and the utilisation law, and has states that add up", () => {
    fc.assert(
      fc.property(
        phaseTypes,
        phaseTypes,
        fc.double({ min: 0.01, max: 0.98, noNaN: true }),
        (arrival, service, load) => {
          const serviceTime = load * meanOf(arrival);
          const answer = phph1({ arrival, service: scaled(service, serviceTime / meanOf(service)) });
          expectOpenLaws(answer, 1 / meanOf(arrival), serviceTime);
          expectPlain(answer);
          if (load < 0.8) expectStates(answer, 300);
          closeTo(answer.stateProbability(0), answer.emptyProbability, 1e-12);
          const slow: Phph1Answer = phph1({
            arrival: scaled(arrival, 8),
            service: scaled(service, (8 * serviceTime) / meanOf(service)),
          });
          closeTo(slow.queueLength, answer.queueLength, 1e-10);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is M/G/1 for Poisson arrivals', () => {
    fc.assert(
      fc.property(phaseTypes, fc.double({ min: 0.01, max: 0.999, noNaN: true }), (service, load) => {
        const arrivalRate = load / meanOf(service);
        const answer = phph1({ arrival: exponential(1 / arrivalRate), service });
        closeTo(answer.waitingTime.mean, mg1({ arrivalRate, service }).waitingTime.mean, 1e-9);
      }),
    );
  });

  it('is GI/M/1 for exponential service: P(n) falls by the root of sigma = A*(mu (1 - sigma))', () => {
    // Erlang-2 arrivals: sigma = (2 rho / (2 rho + 1 - sigma))^2, a quadratic in 1 - sigma
    for (const load of [0.2, 0.7, 0.99, 0.999999]) {
      const gap = (8 * load * (1 - load)) / (4 * load - 1 + Math.sqrt(1 + 8 * load));
      const answer = phph1({
        arrival: { type: 'erlang', mean: 1 / load, stages: 2 },
        service: exponential(1),
      });
      closeTo(answer.responseTime.mean, 1 / gap, 1e-9);
      closeTo(answer.stateProbability(3), load * gap * (1 - gap) ** 2, 1e-9);
    }
  });

  it('is M/M/1 however the exponential law is written, at any load', () => {
    for (const load of [1e-9, 0.5, 0.999, 1 - 1e-8]) {
      const markovian = mm1({ arrivalRate: load, serviceTime: 1 });
      const forms: Distribution[] = [
        exponential(1),
        { type: 'hyperexponential', probabilities: [0.5, 0.5], means: [1, 1] },
        {
          type: 'phase-type',
          initial: [0, 1],
          generator: [
            [-3, 1],
            [0, -1],
          ],
        },
      ];
      for (const service of forms) {
        const answer = phph1({ arrival: exponential(1 / load), service });
        closeTo(answer.queueLength, markovian.queueLength, 1e-7);
        closeTo(answer.stateProbability(2), markovian.stateProbability(2), 1e-7);
      }
    }
  });

  it('saturates as an answer', () => {
    expectSaturated(phph1({ arrival: exponential(1), service: { type: 'erlang', mean: 2, stages: 3 } }), 0.5);
    const equal = phph1({ arrival: exponential(1), service: exponential(1) });
    expect(equal).toMatchObject({ stable: false, emptyProbability: 0 });
    expect(equal.stateProbability(1)).toBe(0);
  });

  it('rejects bad input', () => {
    expectRejections(phph1, { arrival: exponential(2), service: exponential(1) }, [
      [{ arrival: { type: 'deterministic', value: 2 } }, 'unsupported', 'arrival.type'],
      [{ service: { type: 'uniform', minimum: 0, maximum: 1 } }, 'unsupported', 'service.type'],
      [{ service: { type: 'exponential', mean: 0 } }, 'invalid-value', 'service.mean'],
      [{ service: { type: 'erlang', mean: 1, stages: 500 } }, 'too-large', 'arrival'],
      [{ arrivalRate: 1 }, 'invalid-shape', 'arrivalRate'],
    ]);
  });
});
