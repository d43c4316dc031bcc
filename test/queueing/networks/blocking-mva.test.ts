import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockingMva, exactMva } from '../../../src/queueing';
import { closeTo, errorOf } from './closed-networks';

/** A cycle of stations. */
const cycle = (times: readonly number[], capacity: readonly (number | undefined)[], population: number) => ({
  classes: { job: { population } },
  stations: Object.fromEntries(
    times.map((serviceTime, k) => [
      `s${k}`,
      capacity[k] === undefined ? { serviceTime } : { serviceTime, capacity: capacity[k] },
    ]),
  ),
  routing: times.map((_, k) => ({ from: `s${k}`, to: `s${(k + 1) % times.length}`, probability: 1 })),
});

const times = fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: 2, maxLength: 4 });

describe('blockingMva', () => {
  it.each([
    [10, [6.925, 8.061, 4.185]],
    [12, [7.967, 9.019, 8.011]],
  ])('gives example 2 of Akyildiz 1988, p. 424, with %i customers', (population, expected) => {
    const { stations } = blockingMva(cycle([1.5, 2, 1], [4, 5, 5], population));
    expected.forEach((time, k) => {
      expect(Math.abs(stations[`s${k}`].classes.job.responseTime! - time)).toBeLessThan(1e-3);
    });
  });

  it('is exact mean value analysis when nothing can block', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 30 }), (own, population) => {
        const free = cycle(
          own,
          own.map(() => undefined),
          population,
        );
        const roomy = cycle(
          own,
          own.map(() => population + 1),
          population,
        );
        const exact = exactMva(free).classes.job.throughput;
        closeTo(blockingMva(free).classes.job.throughput, exact);
        closeTo(blockingMva(roomy).classes.job.throughput, exact);
      }),
    );
  });

  it("fits the capacities, obeys Little's law and scales with time", () => {
    fc.assert(
      fc.property(
        times,
        fc.integer({ min: 2, max: 5 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (own, room, share) => {
          const population = Math.max(1, Math.floor(share * room * own.length));
          const network = cycle(
            own,
            own.map(() => room),
            population,
          );
          const { classes, stations } = blockingMva(network);
          closeTo(classes.job.throughput * classes.job.responseTime, population);
          for (const station of Object.values(stations)) {
            expect(station.queueLength).toBeLessThanOrEqual(room);
            closeTo(station.queueLength, classes.job.throughput * station.classes.job.residenceTime);
          }
          const slower = cycle(
            own.map((time) => time * 60),
            own.map(() => room),
            population,
          );
          closeTo(blockingMva(slower).classes.job.throughput * 60, classes.job.throughput);
        },
      ),
    );
  });

  it.each([
    ['as many customers as places', cycle([1, 1], [2, 3], 5), 'invalid-value', 'classes.job.population'],
    [
      'think time',
      { ...cycle([1, 1], [2, 3], 2), classes: { job: { population: 2, thinkTime: 1 } } },
      'unsupported',
      undefined,
    ],
    [
      'several servers',
      {
        ...cycle([1, 1], [2, 3], 2),
        stations: { s0: { serviceTime: 1, servers: 2 }, s1: { serviceTime: 1 } },
      },
      'unsupported',
      'stations.s0',
    ],
    [
      'a delay',
      {
        ...cycle([1, 1], [2, 3], 2),
        stations: { s0: { serviceTime: 1, discipline: 'delay' }, s1: { serviceTime: 1 } },
      },
      'unsupported',
      'stations.s0',
    ],
  ])('rejects %s', (_, network, code, path) => {
    expect(errorOf(() => blockingMva(network as never))).toMatchObject(path ? { code, path } : {});
  });
});
