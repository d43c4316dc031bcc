import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mmck, mmckTransient, SidecoreError } from '../../../src/queueing';

const close = (actual: number, expected: number, relative = 1e-10, absolute = 1e-13) =>
  expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(
    Math.max(relative * Math.abs(expected), absolute),
  );
const rate = fc.double({ min: 0.1, max: 5, noNaN: true });
const base = { arrivalRate: 3, serviceTime: 1, servers: 4, capacity: 20, time: 1 };

describe('mmckTransient', () => {
  it('ends in the steady state', () => {
    fc.assert(
      fc.property(
        rate,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 10 }),
        (arrivalRate, servers, room) => {
          const station = { arrivalRate, serviceTime: 1, servers, capacity: servers + room };
          const late = mmckTransient({ ...station, time: 2000 });
          const steady = mmck(station);
          close(late.queueLength, steady.queueLength, 1e-9);
          close(late.blockingProbability, steady.blockingProbability, 1e-9);
          close(late.utilization, steady.utilization, 1e-9);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is Poisson while every customer has a server: M/M/infinity with mean a (1 - exp(-t/s))', () => {
    fc.assert(
      fc.property(rate, fc.double({ min: 0.01, max: 5, noNaN: true }), (arrivalRate, time) => {
        const result = mmckTransient({ arrivalRate, serviceTime: 1, servers: 60, capacity: 60, time });
        const mean = -arrivalRate * Math.expm1(-time);
        close(result.queueLength, mean);
        close(result.probabilities[0], Math.exp(-mean));
        close(result.probabilities[2], (Math.exp(-mean) * mean * mean) / 2);
        close(result.averageQueueLength, arrivalRate * (1 + Math.expm1(-time) / time), 1e-9);
      }),
    );
  });

  it('grows from empty and shrinks from full to the same mean; adds up to 1; scales with time', () => {
    fc.assert(
      fc.property(rate, fc.double({ min: 0.01, max: 20, noNaN: true }), (arrivalRate, time) => {
        const at = (t: number, initial: number) => mmckTransient({ ...base, arrivalRate, time: t, initial });
        expect(at(time, 0).queueLength).toBeLessThanOrEqual(at(time * 1.5, 0).queueLength + 1e-12);
        expect(at(time, 20).queueLength).toBeGreaterThanOrEqual(at(time * 1.5, 20).queueLength - 1e-12);
        close(
          at(time, 7).probabilities.reduce((sum, p) => sum + p, 0),
          1,
          1e-12,
        );
        const slow = mmckTransient({
          ...base,
          arrivalRate: arrivalRate / 8,
          serviceTime: 8,
          time: 8 * time,
          initial: 7,
        });
        close(slow.queueLength, at(time, 7).queueLength, 1e-10);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the rate of change: dE[N]/dt = accepted - served, by a central difference', () => {
    const at = (time: number) => mmckTransient({ ...base, time });
    const h = 1e-4;
    const slope = (at(2 + h).queueLength - at(2 - h).queueLength) / (2 * h);
    const now = at(2);
    close(slope, 3 * (1 - now.blockingProbability) - 4 * now.utilization, 1e-6);
  });

  it('is the start at time 0, and takes a distribution', () => {
    expect(mmckTransient({ ...base, time: 0, initial: 5 })).toMatchObject({
      queueLength: 5,
      averageQueueLength: 5,
      utilization: 1,
    });
    const initial = new Array(21).fill(0).map((_, n) => (n < 2 ? 0.5 : 0));
    close(mmckTransient({ ...base, time: 0, initial }).queueLength, 0.5);
    close(mmckTransient({ ...base, arrivalRate: 0, time: 1, initial: 1 }).queueLength, Math.exp(-1));
  });

  it.each([
    ['a capacity below the servers', { capacity: 3 }, 'capacity'],
    ['a negative time', { time: -1 }, 'time'],
    ['a start above the capacity', { initial: 21 }, 'initial'],
    ['a start that does not add up', { initial: new Array(21).fill(0) }, 'initial'],
    ['a service time of 0', { serviceTime: 0 }, 'serviceTime'],
    ['a misspelt field', { servres: 1 }, 'servres'],
  ])('rejects %s', (_, wrong, path) => {
    let caught: unknown;
    try {
      mmckTransient({ ...base, ...wrong } as never);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(SidecoreError);
    expect(caught).toMatchObject({ path });
  });
});
