import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiveLivelock } from '../../../src/queueing';
import { expectRejections } from './markovian-laws';

const good = { arrivalRate: 1e5, interruptTime: 1e-6, serviceTime: 4e-6 };
const amounts = {
  arrivalRate: fc.double({ min: 0, max: 1e7, noNaN: true }),
  interruptTime: fc.double({ min: 0, max: 1e-4, noNaN: true }),
  serviceTime: fc.double({ min: 1e-9, max: 1e-4, noNaN: true }),
};

describe('receiveLivelock', () => {
  it('follows the three rates of Mogul and Ramakrishnan (USENIX ATC 1996)', () => {
    // Saturation 1/(1 + 4) and livelock 1/1 per microsecond; in between X = (1 - a) / 4 per microsecond.
    expect(receiveLivelock(good)).toMatchObject({ throughput: 1e5, stable: true, blockingProbability: 0 });
    expect(receiveLivelock(good).saturationRate).toBeCloseTo(2e5, 6);
    expect(receiveLivelock(good).livelockRate).toBeCloseTo(1e6, 6);
    expect(receiveLivelock({ ...good, arrivalRate: 5e5 }).throughput).toBeCloseTo(125_000, 6);
    expect(receiveLivelock({ ...good, arrivalRate: 1e6 }).throughput).toBeCloseTo(0, 6);
    expect(receiveLivelock({ ...good, arrivalRate: 3e6 })).toMatchObject({ throughput: 0, utilization: 1 });
  });

  it('keeps level with masked interrupts', () => {
    const answer = receiveLivelock({ ...good, arrivalRate: 3e6, polling: true });
    expect(answer.throughput).toBeCloseTo(2e5, 6);
    expect(answer.blockingProbability).toBeCloseTo(1 - 2 / 30, 12);
    expect(answer.livelockRate).toBeUndefined();
  });

  it('carries what comes up to saturation, then less and less of it, and polling never less', () => {
    fc.assert(
      fc.property(fc.record(amounts), fc.double({ min: 1, max: 3, noNaN: true }), (options, factor) => {
        const now = receiveLivelock(options);
        const polled = receiveLivelock({ ...options, polling: true });
        const more = receiveLivelock({ ...options, arrivalRate: options.arrivalRate * factor });
        expect(now.throughput).toBeGreaterThanOrEqual(0);
        expect(now.throughput).toBeLessThanOrEqual(options.arrivalRate);
        expect(now.throughput).toBeLessThanOrEqual(polled.throughput * (1 + 1e-12));
        expect(now.blockingProbability * options.arrivalRate).toBeCloseTo(
          options.arrivalRate - now.throughput,
          -Math.log10(1e-9 * Math.max(1, options.arrivalRate)),
        );
        expect(now.utilization).toBeLessThanOrEqual(1);
        if (now.stable) expect(now.throughput).toBe(options.arrivalRate);
        else expect(more.throughput).toBeLessThanOrEqual(now.throughput);
      }),
    );
  });

  it('is the same as polling where interrupts cost nothing', () => {
    fc.assert(
      fc.property(fc.record(amounts), (options) => {
        const free = { ...options, interruptTime: 0 };
        expect(receiveLivelock(free)).toEqual(receiveLivelock({ ...free, polling: true }));
      }),
    );
  });

  it('rejects bad input with a place', () => {
    expectRejections(receiveLivelock, good, [
      [{ arrivalRate: -1 }, 'invalid-value', 'arrivalRate'],
      [{ interruptTime: Number.NaN }, 'invalid-value', 'interruptTime'],
      [{ serviceTime: 0 }, 'invalid-value', 'serviceTime'],
      [{ polling: 1 }, 'invalid-value', 'polling'],
    ]);
  });
});
