import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mmc, openNetwork, type QueueingNetwork } from '../../../src/queueing';
import { caught, close, littlesLaw, same } from './checks';

const work = fc.double({ min: 0.001, max: 0.9, noNaN: true });
const servers = fc.integer({ min: 1, max: 6 });
/** Two classes over stations of every kind; loads below 0.9 per server. */
const networks: fc.Arbitrary<QueueingNetwork> = fc
  .array(fc.record({ load: work, share: work, servers, kind: fc.constantFrom('queue', 'delay', 'rates') }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) => ({
    classes: { a: { arrivalRate: 2 }, b: { arrivalRate: 0.5 } },
    stations: Object.fromEntries(
      list.map(({ load, share, servers: count, kind }, k) => [
        `s${k}`,
        {
          demand: { a: (load * share * count) / 2, b: (load * (1 - share) * count) / 0.5 },
          ...(kind === 'queue' && { servers: count }),
          ...(kind === 'delay' && { discipline: 'delay' as const }),
          ...(kind === 'rates' && { rates: Array.from({ length: count }, (_, n) => n + 1) }),
        },
      ]),
    ),
  }));

describe('openNetwork', () => {
  it('gives the example of Jain 1991, The Art of Computer Systems Performance Analysis, p. 572', () => {
    const solution = openNetwork({
      classes: { job: { arrivalRate: 3 } },
      stations: {
        cpu: { visits: 16, serviceTime: 0.01 },
        diskA: { visits: 7, serviceTime: 0.02 },
        diskB: { visits: 8, serviceTime: 0.03 },
      },
    });
    close(solution.stations.cpu.classes.job.responseTime!, 0.0192, 0, 5e-5);
    close(solution.stations.diskA.classes.job.responseTime!, 0.0345, 0, 5e-5);
    close(solution.stations.diskB.classes.job.responseTime!, 0.107, 0, 5e-4);
    expect(solution).toMatchObject({ stable: true, exact: true, saturation: { station: 'diskB' } });
    close(solution.saturation.scale, 1 / 0.72);
  });

  it("obeys Little's law and the utilisation law", () => {
    fc.assert(
      fc.property(networks, (network) => {
        const solution = openNetwork(network);
        littlesLaw(solution);
        for (const [name, station] of Object.entries(solution.stations)) {
          const given = network.stations[name];
          const demand = given.demand as Record<string, number>;
          if (!given.rates)
            close(station.utilization, (2 * demand.a + 0.5 * demand.b) / (given.servers ?? 1), 1e-12);
          expect(station.queueLength).toBeGreaterThanOrEqual((2 * demand.a + 0.5 * demand.b) * (1 - 1e-12));
        }
      }),
    );
  });

  it('is M/M/c at each station, given as servers or as rates', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.9999, noNaN: true }),
        fc.integer({ min: 1, max: 300 }),
        (load, c) => {
          const alone = mmc({ arrivalRate: load * c, serviceTime: 1, servers: c });
          const rates = Array.from({ length: c }, (_, n) => n + 1);
          const solve = (station: QueueingNetwork['stations'][string]) =>
            openNetwork({ classes: { job: { arrivalRate: load * c } }, stations: { s: station } }).stations.s;
          close(solve({ demand: 1, servers: c }).queueLength, alone.queueLength, 1e-10);
          close(solve({ demand: 1, rates }).queueLength, alone.queueLength, 1e-10);
          close(solve({ demand: 1, servers: c }).utilization, alone.utilization, 1e-12);
          close(solve({ demand: 1, rates }).utilization, 1 - alone.stateProbability(0), 1e-10, 1e-11);
        },
      ),
    );
  });

  it('tends to the service time as arrivals vanish, and answers no arrivals at all', () => {
    for (const arrivalRate of [1e-300, 0]) {
      const solution = openNetwork({
        classes: { job: { arrivalRate } },
        stations: { s: { demand: 2, servers: 3 }, r: { demand: 1, rates: [0.5, 2] } },
      });
      close(solution.stations.s.classes.job.responseTime!, 2, 1e-14);
      close(solution.stations.r.classes.job.responseTime!, 2, 1e-14);
      close(solution.stations.s.queueLength, 0);
    }
  });

  it('grows with the arrivals, up to the saturation that it names', () => {
    fc.assert(
      fc.property(networks, fc.double({ min: 0.1, max: 0.999, noNaN: true }), (network, share) => {
        const { saturation } = openNetwork(network);
        if (saturation.station === null) return;
        const at = (factor: number) =>
          openNetwork({
            ...network,
            classes: { a: { arrivalRate: 2 * factor }, b: { arrivalRate: 0.5 * factor } },
          });
        const near = at(saturation.scale * share);
        expect(near.stable).toBe(true);
        expect(at(saturation.scale * share * 0.9).classes.a.responseTime).toBeLessThanOrEqual(
          near.classes.a.responseTime * (1 + 1e-12),
        );
        const over = at(saturation.scale * 1.000001);
        expect(over.stable).toBe(false);
        expect(over.stations[saturation.station].queueLength).toBe(Number.POSITIVE_INFINITY);
        expect(JSON.stringify(over)).not.toContain('NaN');
      }),
    );
  });

  it('does not depend on order or the unit of time, and treats classes that are alike as one', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const base = openNetwork(network);
        const entries = Object.entries(network.stations);
        same(openNetwork({ ...network, stations: Object.fromEntries(entries.reverse()) }), base, 1e-12);
        const slow = openNetwork({
          classes: { a: { arrivalRate: 2 / 32 }, b: { arrivalRate: 0.5 / 32 } },
          stations: Object.fromEntries(
            entries.map(([name, station]) => {
              const demand = station.demand as Record<string, number>;
              return [name, { ...station, demand: { a: demand.a * 32, b: demand.b * 32 } }];
            }),
          ),
        });
        close(slow.classes.a.responseTime, 32 * base.classes.a.responseTime, 1e-11);
        const alike = { ...network, stations: { s: { demand: 0.1, servers: 2 } } };
        const merged = { classes: { all: { arrivalRate: 2.5 } }, stations: alike.stations };
        close(openNetwork(alike).stations.s.queueLength, openNetwork(merged).stations.s.queueLength, 1e-13);
      }),
    );
  });

  it('follows routing with class switching: throughput per passage of the chain', () => {
    const solution = openNetwork({
      classes: { fresh: { arrivalRate: 1 }, retry: { arrivalRate: 0 } },
      stations: { link: { serviceTime: { fresh: 0.2, retry: 0.4 } } },
      routing: [
        { from: null, class: 'fresh', to: 'link', probability: 1 },
        { from: 'link', class: 'fresh', to: null, probability: 0.5 },
        { from: 'link', class: 'fresh', to: 'link', toClass: 'retry', probability: 0.5 },
        { from: 'link', class: 'retry', to: null, probability: 1 },
      ],
    });
    close(solution.stations.link.classes.retry.throughput, 0.5);
    close(solution.stations.link.utilization, 0.4);
    close(solution.stations.link.queueLength, 0.4 / 0.6);
    littlesLaw(solution);
  });

  it.each([
    ['a closed class', { classes: { a: { population: 1 } }, stations: { s: { demand: 1 } } }, 'classes.a'],
    [
      'a think time',
      { classes: { a: { arrivalRate: 1, thinkTime: 1 } }, stations: { s: { demand: 0.1 } } },
      'classes.a.thinkTime',
    ],
    [
      'FCFS with unequal means',
      {
        classes: { a: { arrivalRate: 1 }, b: { arrivalRate: 1 } },
        stations: { s: { discipline: 'first-come-first-served', demand: { a: 0.1, b: 0.2 } } },
      },
      'openNetwork',
    ],
    [
      'priorities',
      {
        classes: { a: { arrivalRate: 1 }, b: { arrivalRate: 1 } },
        stations: { s: { discipline: 'priority-preemptive', demand: 0.1 } },
      },
      'openNetwork',
    ],
    [
      'a limited capacity',
      { classes: { a: { arrivalRate: 1 } }, stations: { s: { capacity: 4, demand: 0.1 } } },
      'openNetwork',
    ],
  ])('does not take %s', (_, network, path) => {
    expect(caught(() => openNetwork(network as never))).toMatchObject({ code: 'unsupported', path });
  });
});
