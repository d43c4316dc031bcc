import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockingNetwork, exactMva, mmck, type QueueingNetwork } from '../../../src/queueing';
import { caught, close } from './checks';

const time = fc.double({ min: 0.1, max: 4, noNaN: true });
const both = ['after-service', 'repetitive-service'] as const;
const cycle = (
  times: number[],
  capacities: (number | undefined)[],
  population: number,
  thinkTime = 0,
): QueueingNetwork => ({
  classes: { job: { population, thinkTime } },
  stations: Object.fromEntries(
    times.map((serviceTime, k) => [
      `s${k}`,
      { serviceTime, ...(capacities[k] && { capacity: capacities[k] }) },
    ]),
  ),
});

/** Stationary mean of a birth-death chain on low..high, and P(low), P(high). */
function birthDeath(low: number, high: number, up: number, down: number) {
  const weights = Array.from({ length: high - low + 1 }, (_, i) => (up / down) ** i);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}

describe('blockingNetwork', () => {
  it('is exact MVA where there is room for everyone', () => {
    fc.assert(
      fc.property(
        fc.array(time, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(0, 1),
        fc.constantFrom(...both),
        (times, n, z, blocking) => {
          const network = cycle(times, [], n, z);
          const solution = blockingNetwork(network, { blocking });
          const expected = exactMva(network);
          close(solution.throughput, expected.classes.job.throughput);
          for (const [name, station] of Object.entries(solution.stations)) {
            close(station.queueLength, expected.stations[name].queueLength);
            expect(station.blockedShare).toBe(0);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('repeats service in a cycle of two as the truncated birth-death chain (Akyildiz 1987: reversible routing)', () => {
    fc.assert(
      fc.property(
        time,
        time,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 12 }),
        (s, t, a, b, n) => {
          fc.pre(n <= a + b);
          const { stations, states } = blockingNetwork(cycle([s, t], [a, b], n), {
            blocking: 'repetitive-service',
          });
          const p = birthDeath(Math.max(0, n - b), Math.min(a, n), 1 / t, 1 / s);
          const mean = p.reduce((sum, q, i) => sum + q * (Math.max(0, n - b) + i), 0);
          expect(states).toBe(p.length);
          close(stations.s0.queueLength, mean);
          close(stations.s1.queueLength, n - mean);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('blocks after service in a cycle of two as if each station had room for one more (Perros 1994, section 3.2)', () => {
    fc.assert(
      fc.property(
        time,
        time,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 11 }),
        (s, t, a, b, n) => {
          fc.pre(n < a + b);
          const solution = blockingNetwork(cycle([s, t], [a, b], n), { blocking: 'after-service' });
          // In the chain of services ended at station 0 minus those at station 1, blocked customers count as moved.
          const p = birthDeath(Math.max(0, n - b - 1), Math.min(a + 1, n), 1 / t, 1 / s);
          const idle = n <= b ? p[0] : 0;
          const stuck = n > b ? p[0] : 0;
          close(solution.stations.s0.throughput, (1 - idle - stuck) / s);
          close(solution.stations.s0.blockedShare, stuck);
          close(solution.throughput, solution.stations.s1.throughput);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps every customer, keeps time, and gains by room', () => {
    fc.assert(
      fc.property(
        fc.array(time, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 2, max: 5 }),
        fc.constantFrom(...both),
        (times, n, blocking) => {
          const solve = (capacity: number) =>
            blockingNetwork(cycle(times, [capacity, capacity, capacity], n), { blocking });
          const tight = solve(2);
          const wide = solve(3);
          expect(wide.throughput).toBeGreaterThanOrEqual(tight.throughput * (1 - 1e-10));
          close(
            Object.values(tight.stations).reduce((sum, one) => sum + one.queueLength, 0),
            n,
          );
          Object.values(tight.stations).forEach((one, k) => {
            if (one.responseTime !== null) close(one.queueLength, one.throughput * one.responseTime);
            if (blocking === 'after-service') close(one.utilization, one.throughput * times[k]);
            expect(one.utilization + one.blockedShare).toBeLessThanOrEqual(1 + 1e-12);
          });
          const slow = blockingNetwork(
            cycle(
              times.map((t) => t * 8),
              [2, 2, 2],
              n,
            ),
            { blocking },
          );
          close(slow.throughput, tight.throughput / 8);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('turns a ring of blocked servers: three full stations move on when the last of them has served', () => {
    const solution = blockingNetwork(cycle([1, 1, 1], [1, 1, 1], 3), { blocking: 'after-service' });
    // All serve, then all change places: 1/throughput is the mean of the largest of three exponentials, 1 + 1/2 + 1/3.
    close(solution.throughput, 1 / (1 + 1 / 2 + 1 / 3));
    close(solution.stations.s1.fullProbability, 1);
  });

  it('moves along a chain: room at the last station frees the two before it', () => {
    // Tandem with loss in front: capacities 1, 1, 1.
    const open = blockingNetwork(
      { classes: { job: { arrivalRate: 50 } }, stations: cycle([0.1, 0.1, 2], [1, 1, 1], 1).stations },
      { blocking: 'after-service' },
    );
    close(open.stations.s2.throughput, open.throughput);
    expect(open.stations.s2.utilization).toBeGreaterThan(0.95);
    expect(open.lossProbability).toBeGreaterThan(0.98);
  });

  it('loses what finds an open station full, as M/M/c/K does', () => {
    fc.assert(
      fc.property(
        time,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 6 }),
        fc.constantFrom(...both),
        (s, servers, room, blocking) => {
          const capacity = servers + room;
          const solution = blockingNetwork(
            { classes: { job: { arrivalRate: 1 } }, stations: { s: { serviceTime: s, servers, capacity } } },
            { blocking },
          );
          const alone = mmck({ arrivalRate: 1, serviceTime: s, servers, capacity });
          close(solution.lossProbability, alone.blockingProbability, 1e-9);
          close(solution.stations.s.queueLength, alone.queueLength, 1e-9);
          close(solution.stations.s.utilization, alone.utilization, 1e-9);
          close(solution.throughput, alone.throughput, 1e-9);
        },
      ),
    );
  });

  it('stands still under repeated service when every place is taken', () => {
    const solution = blockingNetwork(cycle([1, 1], [1, 1], 2), { blocking: 'repetitive-service' });
    expect(solution).toMatchObject({ throughput: 0, states: 1 });
    expect(solution.stations.s0.responseTime).toBeNull();
  });

  it.each([
    [
      'more customers than room',
      cycle([1, 1], [1, 1], 3),
      { blocking: 'after-service' },
      'invalid-value',
      'classes.job.population',
    ],
    ['no kind of blocking', cycle([1], [], 1), {}, 'invalid-value', 'options.blocking'],
    [
      'two classes',
      { classes: { a: { population: 1 }, b: { population: 1 } }, stations: { s: { demand: 1 } } },
      { blocking: 'after-service' },
      'unsupported',
      'classes',
    ],
    [
      'an open network without limits',
      { classes: { a: { arrivalRate: 1 } }, stations: { s: { demand: 0.1 } } },
      { blocking: 'after-service' },
      'unsupported',
      'stations.s.capacity',
    ],
    [
      'times that are not exponential',
      { classes: { a: { population: 1 } }, stations: { s: { demand: 1, serviceVariability: 0 } } },
      { blocking: 'after-service' },
      'unsupported',
      'stations.s.serviceVariability',
    ],
    [
      'too many states',
      cycle([1, 1, 1], [], 50),
      { blocking: 'after-service', maxStates: 100 },
      'too-large',
      'options.maxStates',
    ],
  ])('rejects %s', (_, network, options, code, path) => {
    expect(caught(() => blockingNetwork(network as never, options as never))).toMatchObject({ code, path });
  });
});
