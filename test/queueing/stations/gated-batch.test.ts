import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactMva, type GatedBatchAnswer, gatedBatch } from '../../../src/queueing';
import { expectPlain } from './general-laws';
import { badTimes, closeTo, expectRejections } from './markovian-laws';

const loops = fc.record({
  population: fc.integer({ min: 1, max: 60 }),
  thinkTime: fc.oneof(
    fc.double({ min: 0, max: 50, noNaN: true }),
    fc.double({ min: 0, max: 1e-4, noNaN: true }),
  ),
  activationTime: fc.double({ min: 0, max: 10, noNaN: true }),
  serviceTime: fc.double({ min: 1e-3, max: 3, noNaN: true }),
  batchLimit: fc.integer({ min: 1, max: 80 }),
});
const methods = ['embedded-chain', 'fixed-point'] as const;

function expectLoopLaws(answer: GatedBatchAnswer, given: { population: number; thinkTime: number }) {
  expectPlain(answer);
  closeTo(answer.throughput * (answer.responseTime.mean + given.thinkTime), given.population, 1e-9);
  closeTo(answer.queueLength, answer.throughput * answer.responseTime.mean, 1e-9, 1e-12);
  expect(answer.utilization).toBeLessThanOrEqual(1);
}

describe('gatedBatch', () => {
  it("obeys Little's law in the loop, and its bounds", () => {
    fc.assert(
      fc.property(loops, (given) => {
        const limit = Math.min(given.batchLimit, given.population);
        for (const method of methods) {
          const answer = gatedBatch({ ...given, method });
          expectLoopLaws(answer, given);
          const full = given.activationTime + limit * given.serviceTime;
          expect(answer.throughput).toBeLessThanOrEqual((limit / full) * (1 + 1e-12));
          expect(answer.batchSize).toBeGreaterThanOrEqual(1 - 1e-12);
          expect(answer.batchSize).toBeLessThanOrEqual(limit * (1 + 1e-12));
        }
        const least = given.thinkTime + given.activationTime + given.serviceTime;
        const answer = gatedBatch(given);
        expect(answer.throughput).toBeLessThanOrEqual((given.population / least) * (1 + 1e-9));
        closeTo(
          answer.utilization,
          (answer.throughput / answer.batchSize) *
            (given.activationTime + answer.batchSize * given.serviceTime),
          1e-12,
        );
      }),
    );
  });

  it('scales with time, and grows with the population', () => {
    fc.assert(
      fc.property(loops, (given) => {
        const { throughput } = gatedBatch(given);
        const slow = gatedBatch({
          ...given,
          thinkTime: given.thinkTime * 4,
          activationTime: given.activationTime * 4,
          serviceTime: given.serviceTime * 4,
        });
        closeTo(slow.throughput * 4, throughput, 1e-9);
        const more = gatedBatch({ ...given, population: given.population + 1 });
        expect(more.throughput).toBeGreaterThanOrEqual(throughput * (1 - 1e-9));
      }),
    );
  });

  it('is a loop without queueing for one customer', () => {
    fc.assert(
      fc.property(loops, (given) => {
        const alone = gatedBatch({ ...given, population: 1 });
        closeTo(alone.throughput, 1 / (given.thinkTime + given.activationTime + given.serviceTime), 1e-11);
      }),
    );
  });

  it('is worked out by hand for two customers, one at a time and together', () => {
    // s = A = 1, Z = 2, no limit. From a batch of one (2 s): the other comes with q = 1 - e^-1, and none waits else.
    // From a batch of two (3 s) both think: nobody waits, and the next batch is of one, after an idle time of Z / 2 = 1.
    // No batch of two can start, as the one customer who thinks is alone to come.
    const q = -Math.expm1(-1);
    const answer = gatedBatch({ population: 2, thinkTime: 2, activationTime: 1, serviceTime: 1 });
    closeTo(answer.throughput, 1 / (2 + (1 - q) * 1), 1e-12);
    closeTo(answer.batchSize, 1, 1e-12);
  });

  it('never serves more than an exponential single server with batches of one would miss by much', () => {
    // constant service waits less than exponential service, so exact MVA is below
    for (const population of [2, 5, 20]) {
      const mva = exactMva({
        classes: { job: { population, thinkTime: 5 } },
        stations: { server: { demand: 1 } },
      }).classes.job.throughput;
      const single = gatedBatch({
        population,
        thinkTime: 5,
        activationTime: 0,
        serviceTime: 1,
        batchLimit: 1,
      });
      expect(single.throughput).toBeGreaterThan(mva);
      closeTo(single.throughput, mva, 0.1);
    }
  });

  it('has a fixed point within -10 and +5 % of the chain', () => {
    for (const [population, thinkTime, activationTime, serviceTime, batchLimit] of [
      [4, 5, 2, 1, 64],
      [8, 5, 2, 1, 64],
      [32, 5, 2, 1, 64],
      [8, 30, 2, 1, 64],
      [64, 30, 2, 1, 8],
      [16, 10, 8, 0.5, 64],
      [64, 30, 8, 0.2, 16],
      [16, 30, 0.2, 1, 64],
    ]) {
      const given = { population, thinkTime, activationTime, serviceTime, batchLimit };
      const exact = gatedBatch(given).throughput;
      const ratio = gatedBatch({ ...given, method: 'fixed-point' }).throughput / exact;
      expect(ratio).toBeGreaterThan(0.9);
      expect(ratio).toBeLessThan(1.05);
    }
  });

  it('works with full batches when nobody thinks, and for extreme think times', () => {
    const busy = { population: 20, activationTime: 2, serviceTime: 1, batchLimit: 8 };
    expect(gatedBatch(busy)).toMatchObject({ throughput: 0.8, batchSize: 8, utilization: 1 });
    // all others come back before a batch is over: 400 in turns of those who wait and those who are served
    const quick = gatedBatch({ ...busy, population: 400, thinkTime: 1e-9 });
    closeTo(quick.throughput, 0.8, 1e-9);
    const rare = gatedBatch({ ...busy, thinkTime: 1e9 });
    closeTo(rare.batchSize, 1, 1e-6);
    closeTo(rare.throughput, 20 / 1e9, 1e-6);
    const large = gatedBatch({ ...busy, population: 5000, thinkTime: 100 });
    expect(large).toMatchObject({ method: 'fixed-point', exact: false, throughput: 0.8 });
    expectLoopLaws(large, { population: 5000, thinkTime: 100 });
  });

  it('rejects bad input', () => {
    expectRejections(gatedBatch, { population: 3, activationTime: 1, serviceTime: 1 }, [
      ...badTimes,
      [{ population: 0 }, 'invalid-value', 'population'],
      [{ population: 2.5 }, 'invalid-value', 'population'],
      [{ activationTime: -1 }, 'invalid-value', 'activationTime'],
      [{ thinkTime: -1 }, 'invalid-value', 'thinkTime'],
      [{ batchLimit: 0 }, 'invalid-value', 'batchLimit'],
      [{ method: 'mva' }, 'invalid-value', 'method'],
      [{ method: 'embedded-chain', population: 501 }, 'too-large', 'population'],
    ]);
  });
});
