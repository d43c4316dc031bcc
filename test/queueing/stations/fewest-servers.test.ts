import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, fewestServers, mmc, mmcAbandonment, mmck, type StationTarget } from '../../../src/queueing';
import { anyTime, badRates, badTimes, closeTo, expectRejections } from './markovian-laws';

const anyOffered = fc.double({ min: 0.01, max: 200, noNaN: true });
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });

/** Every target of M/M/c with the figure that it limits; times in units of the service time. */
const targets: readonly (readonly [
  StationTarget,
  number,
  (options: { arrivalRate: number; serviceTime: number; servers: number }) => number,
])[] = [
  [{ waitingTime: 0.1 }, 0.1, (o) => mmc(o).waitingTime.mean],
  [{ responseTime: 1.05 }, 1.05, (o) => mmc(o).responseTime.mean],
  [{ waitingProbability: 0.2 }, 0.2, (o) => mmc(o).waitingProbability],
  [{ waitingTimePercentile: { share: 0.9, time: 0.3 } }, 0.3, (o) => mmc(o).waitingTime.percentile(0.9)],
  [{ responseTimePercentile: { share: 0.9, time: 3 } }, 3, (o) => mmc(o).responseTime.percentile(0.9)],
  [
    { blockingProbability: 0.01 },
    0.01,
    (o) => erlangB({ offeredLoad: o.arrivalRate * o.serviceTime, servers: o.servers }),
  ],
];

describe('fewestServers', () => {
  it.each(targets)('reaches %j, and one fewer misses it', (target, limit, figure) => {
    fc.assert(
      fc.property(anyOffered, (arrivalRate) => {
        const found = fewestServers({ arrivalRate, serviceTime: 1, target });
        const at = (servers: number) => figure({ arrivalRate, serviceTime: 1, servers });
        expect(at(found.servers)).toBeLessThanOrEqual(limit * (1 + 1e-14));
        closeTo(found.achieved, at(found.servers), 1e-13);
        if (found.servers === 1) expect(found.oneFewer).toBeNull();
        else {
          expect(at(found.servers - 1)).toBeGreaterThan(limit * (1 - 1e-14));
          expect(found.oneFewer!).toBeGreaterThan(limit);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('needs more servers for more load, and does not depend on the unit of time', () => {
    fc.assert(
      fc.property(anyOffered, anyTime, share, (load, serviceTime, waitingProbability) => {
        const options = { arrivalRate: load / serviceTime, serviceTime, target: { waitingProbability } };
        const { servers } = fewestServers(options);
        expect(servers).toBeGreaterThanOrEqual(Math.floor(load * (1 - 1e-12)));
        expect(
          fewestServers({ ...options, arrivalRate: options.arrivalRate * 1.2 }).servers,
        ).toBeGreaterThanOrEqual(servers);
        expect(
          fewestServers({ ...options, arrivalRate: options.arrivalRate / 4, serviceTime: serviceTime * 4 })
            .servers,
        ).toBe(servers);
      }),
    );
  });

  it('asks the stations with a limit or with impatient customers too', () => {
    const base = { arrivalRate: 100, serviceTime: 1 };
    const limited = fewestServers({ ...base, waitingPlaces: 10, target: { blockingProbability: 0.01 } });
    const blocked = (servers: number) =>
      mmck({ ...base, servers, capacity: servers + 10 }).blockingProbability;
    expect(blocked(limited.servers)).toBeLessThanOrEqual(0.01);
    expect(blocked(limited.servers - 1)).toBeGreaterThan(0.01);

    const patience = 3;
    const level = fewestServers({ ...base, patience, target: { serviceLevel: { share: 0.8, time: 0.1 } } });
    const reached = (servers: number) => mmcAbandonment({ ...base, servers, patience }).serviceLevel(0.1);
    expect(reached(level.servers)).toBeGreaterThanOrEqual(0.8);
    expect(reached(level.servers - 1)).toBeLessThan(0.8);
    expect(level.answer.kind).toBe('mmc-abandonment');

    const few = fewestServers({ ...base, patience, target: { abandonmentProbability: 0.05 } });
    const givingUp = (servers: number) =>
      mmcAbandonment({ ...base, servers, patience }).abandonmentProbability;
    expect(givingUp(few.servers)).toBeLessThanOrEqual(0.05);
    expect(givingUp(few.servers - 1)).toBeGreaterThan(0.05);
  });

  it('finds the square-root rule at a hundred thousand Erlang', () => {
    // Halfin and Whitt 1981: P(wait) = 0.2 at c = A + 1.0616 sqrt(A)
    const { servers } = fewestServers({
      arrivalRate: 1e5,
      serviceTime: 1,
      target: { waitingProbability: 0.2 },
    });
    closeTo((servers - 1e5) / Math.sqrt(1e5), 1.0616, 5e-3);
  });

  it('is right to rely on figures that improve with every server and worsen with the rate', () => {
    const figures = (station: ReturnType<typeof mmck> | ReturnType<typeof mmcAbandonment>) => [
      station.waitingTime.mean,
      station.waitingTime.tail(0.3),
      station.waitingProbability,
      ...('blockingProbability' in station
        ? [station.responseTime.mean, station.responseTime.tail(1.7), station.blockingProbability]
        : [station.abandonmentProbability, -station.serviceLevel(0.2)]),
    ];
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 0, max: 12 }),
        (ratio, servers, places) => {
          const base = { arrivalRate: ratio * servers, serviceTime: 1 };
          const limited = (arrivalRate: number, c: number) =>
            mmck({ ...base, arrivalRate, servers: c, capacity: c + places });
          const impatient = (arrivalRate: number, c: number) =>
            mmcAbandonment({ ...base, arrivalRate, servers: c, patience: 0.1 + places });
          for (const station of [limited, impatient]) {
            const here = figures(station(base.arrivalRate, servers));
            figures(station(base.arrivalRate, servers + 1)).forEach((figure, i) => {
              expect(figure).toBeLessThanOrEqual(here[i] + 1e-11);
            });
            figures(station(base.arrivalRate * 1.1, servers)).forEach((figure, i) => {
              expect(figure).toBeGreaterThanOrEqual(here[i] - 1e-11);
            });
          }
        },
      ),
    );
  });

  it('needs one server when nobody comes', () => {
    expect(fewestServers({ arrivalRate: 0, serviceTime: 1, target: { responseTime: 1 } }).servers).toBe(1);
  });

  it('rejects bad input and what cannot be reached', () => {
    expectRejections(fewestServers, { arrivalRate: 1, serviceTime: 0.5, target: { responseTime: 2 } }, [
      ...badRates,
      ...badTimes,
      [{ target: {} }, 'invalid-shape', 'target'],
      [{ target: { responseTime: 2, waitingTime: 1 } }, 'invalid-shape', 'target'],
      [{ target: { response: 2 } }, 'invalid-shape', 'target.response'],
      [{ target: { responseTime: 0.4 } }, 'invalid-value', 'target.responseTime'],
      [{ target: { waitingTime: 0 } }, 'invalid-value', 'target.waitingTime'],
      [{ target: { waitingProbability: 0 } }, 'invalid-value', 'target.waitingProbability'],
      [{ target: { waitingProbability: 1.2 } }, 'invalid-value', 'target.waitingProbability'],
      [
        { target: { waitingTimePercentile: { share: 1, time: 2 } } },
        'invalid-value',
        'target.waitingTimePercentile.share',
      ],
      [
        { target: { responseTimePercentile: { share: 0.9, time: -2 } } },
        'invalid-value',
        'target.responseTimePercentile.time',
      ],
      [{ target: { serviceLevel: { share: 0.8, time: 2 } } }, 'unsupported', 'target.serviceLevel'],
      [{ target: { abandonmentProbability: 0.1 } }, 'unsupported', 'target.abandonmentProbability'],
      [{ target: { blockingProbability: 0.1 }, patience: 2 }, 'unsupported', 'target.blockingProbability'],
      [
        { target: { responseTimePercentile: { share: 0.9, time: 2 } }, patience: 2 },
        'unsupported',
        'target.responseTimePercentile',
      ],
      [{ patience: 2 }, 'unsupported', 'target.responseTime'],
      [{ waitingPlaces: 2, patience: 2 }, 'unsupported', 'waitingPlaces'],
    ]);
  });
});
