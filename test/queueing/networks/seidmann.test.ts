import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approximateMva, exactMva, openNetwork, seidmann, solve } from '../../../src/queueing';
import { caught, close, littlesLaw, same } from './checks';
import { arbitraryClosed, closed } from './closed-networks';

const withServers = fc
  .tuple(
    arbitraryClosed({ population: 4 }),
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 }),
  )
  .map(([given, servers]) => closed({ ...given, stations: servers.map((count) => ({ servers: count })) }));

describe('seidmann', () => {
  it('is what the rule of the same name gives in the exact recursion', () => {
    fc.assert(
      fc.property(withServers, (network) => {
        const rule = approximateMva(network, { multiServer: 'seidmann', recursion: 'exact' });
        // There a station with a server for every customer who comes is a delay, which is exact.
        const comers = (demand: Record<string, number>) =>
          Object.entries(network.classes).reduce(
            (sum, [name, { population = 0 }]) => sum + (demand[name] > 0 ? population : 0),
            0,
          );
        fc.pre(
          Object.values(network.stations).every(
            ({ servers = 1, demand }) => servers === 1 || servers < comers(demand as Record<string, number>),
          ),
        );
        same(seidmann(network), rule, 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the laws of Little and of utilization, and no station is busier than its servers', () => {
    fc.assert(
      fc.property(withServers, (network) => {
        const solution = seidmann(network);
        littlesLaw(solution);
        for (const [name, { utilization, classes }] of Object.entries(solution.stations)) {
          expect(utilization).toBeLessThanOrEqual(1 + 1e-9);
          const { servers = 1, demand } = network.stations[name];
          const work = Object.keys(classes).map(
            (own) => solution.classes[own].throughput * (demand as Record<string, number>)[own],
          );
          close(utilization, work.reduce((sum, one) => sum + one, 0) / servers);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is the method itself without several servers, and exact for a lone customer', () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 3 }), (given) => {
        same(seidmann(closed(given)), exactMva(closed(given)));
      }),
      { numRuns: 30 },
    );
    const lone = {
      classes: { job: { population: 1, thinkTime: 1 } },
      stations: { cpu: { demand: 0.4, servers: 3 }, disk: { demand: 0.2 } },
    };
    same(seidmann(lone), solve(lone));
  });

  it('does not depend on the unit of time, nor on the order of the stations', () => {
    const network = (unit: number, turned = false) => {
      const stations = [
        ['cpu', { demand: { a: 0.4 * unit, b: 0.1 * unit }, servers: 3 }],
        ['disk', { demand: { a: 0.1 * unit, b: 0.3 * unit } }],
        ['net', { visits: { a: 2 }, serviceTime: 0.05 * unit, servers: 2 }],
      ] as const;
      return {
        classes: { a: { population: 5, thinkTime: unit }, b: { arrivalRate: 0.5 / unit } },
        stations: Object.fromEntries(turned ? [...stations].reverse() : stations),
      };
    };
    const one = seidmann(network(1));
    close(seidmann(network(1e-6)).classes.a.throughput, 1e6 * one.classes.a.throughput);
    same(seidmann(network(1, true)), one);
  });

  it('gives an open station D/c / (1 - rho) + D (c - 1)/c', () => {
    const solution = seidmann({
      classes: { job: { arrivalRate: 3.2 } },
      stations: { pool: { serviceTime: 1, servers: 4 } },
    });
    close(solution.classes.job.responseTime, 0.25 / 0.2 + 0.75);
    expect(solution).toMatchObject({ method: 'seidmann-open-product-form', exact: false, stable: true });
    // The docstring's figure: 15 % more customers than exact.
    const exact = openNetwork({
      classes: { job: { arrivalRate: 3.2 } },
      stations: { pool: { serviceTime: 1, servers: 4 } },
    });
    close(solution.classes.job.queueLength / exact.classes.job.queueLength, 1.146, 1e-3);
  });

  it('answers saturation', () => {
    const solution = seidmann({
      classes: { job: { arrivalRate: 5 } },
      stations: { pool: { serviceTime: 1, servers: 4 } },
    });
    expect(solution.stable).toBe(false);
    expect(solution.classes.job.responseTime).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes routes, load-dependent stations and a station that is called like its delay', () => {
    const solution = seidmann({
      classes: { job: { population: 4 } },
      stations: {
        pool: { serviceTime: 1, servers: 2 },
        'pool (delay)': { serviceTime: 0.5 },
        disk: { serviceTime: 0.3, rates: [1, 1.5] },
      },
      routing: [
        { from: 'pool', to: 'pool (delay)', probability: 0.5 },
        { from: 'pool', to: 'disk', probability: 0.5 },
        { from: 'pool (delay)', to: 'pool', probability: 1 },
        { from: 'disk', to: 'pool', probability: 1 },
      ],
    });
    expect(Object.keys(solution.stations)).toEqual(['pool', 'pool (delay)', 'disk']);
    close(
      Object.values(solution.stations).reduce((sum, { queueLength }) => sum + queueLength, 0),
      4,
    );
    expect(solution.stations.disk.utilization).toBeLessThan(1);
  });

  it.each([
    [{ classes: {}, stations: {} }, 'classes'],
    [
      { classes: { a: { population: -1 } }, stations: { s: { demand: 1, servers: 2 } } },
      'classes.a.population',
    ],
    [{ classes: { a: { population: 1 } }, stations: { s: { demand: -1, servers: 2 } } }, 'stations.s.demand'],
    [
      { classes: { a: { population: 1 } }, stations: { s: { demand: 1, servers: 2.5 } } },
      'stations.s.servers',
    ],
  ])('refuses %j', (network, path) => {
    expect(caught(() => seidmann(network)).path).toBe(path);
  });

  it('passes the options of solve on', () => {
    const network = { classes: { a: { population: 9 } }, stations: { s: { demand: 1, servers: 2 } } };
    expect(seidmann(network, { method: 'linearizer' }).method).toBe('seidmann-linearizer');
    expect(caught(() => seidmann(network, { methd: 'auto' } as never)).path).toBe('options.methd');
  });
});
