import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ApproximateMvaOptions,
  approximateMva,
  bardSchweitzer,
  linearizer,
} from '../../../src/queueing';
import {
  arbitraryClosed,
  badNetworks,
  type Closed,
  closed,
  closeTo,
  errorOf,
  exactThroughputs,
  isInvariant,
  obeysTheLaws,
  throughputs,
} from './closed-networks';

/** Random closed networks with stations of many kinds. */
const arbitraryMix = arbitraryClosed({ population: 5 }).chain((given) =>
  fc
    .array(
      fc.oneof(
        fc.constant({}),
        fc.constant({ discipline: 'delay' as const }),
        fc.constant({ discipline: 'first-come-first-served' as const }),
        fc.integer({ min: 2, max: 4 }).map((servers) => ({ servers })),
        fc
          .integer({ min: 2, max: 4 })
          .map((servers) => ({ servers, discipline: 'first-come-first-served' as const })),
      ),
      { minLength: given.demands.length, maxLength: given.demands.length },
    )
    .map((stations): Closed => ({ ...given, stations })),
);

const every: [string, ApproximateMvaOptions][] = (['linearizer', 'schweitzer', 'exact'] as const).flatMap(
  (recursion) =>
    ([undefined, 'reiser', 'conway', 'rolia', 'seidmann', 'conway-or-rolia'] as const).map(
      (multiServer): [string, ApproximateMvaOptions] => [
        `${recursion}, ${multiServer}`,
        { recursion, multiServer },
      ],
    ),
);

describe('approximateMva', () => {
  it.each(every)(
    "obeys Little's law and the utilisation law whatever the order and unit: %s",
    (_, options) => {
      fc.assert(
        fc.property(arbitraryMix, (given) => {
          const solution = approximateMva(closed(given), options);
          obeysTheLaws(given, solution);
          const busiest = Object.values(solution.stations).flatMap(({ utilization }, k) =>
            given.stations?.[k].discipline === 'delay' ? [] : [utilization],
          );
          expect(solution.converged).not.toBe(false);
          expect(solution.warnings.map(({ code }) => code).includes('utilization-above-1')).toBe(
            busiest.some((share) => share > 1 + 1e-6),
          );
          isInvariant(given, (network) => approximateMva(network, options), 1e-7);
        }),
        { numRuns: 15 },
      );
    },
  );

  it('tells a class without customers how long a lone one would stay, also where steps are damped', () => {
    const network = (visitors: number) => ({
      classes: { few: { population: visitors }, many: { population: 5 } },
      stations: {
        s: { demand: { few: 2.9, many: 0.01 }, servers: 4 },
      },
    });
    const stay = (visitors: number) => {
      const options = { recursion: 'schweitzer', multiServer: 'rolia' } as const;
      const { few, many } = approximateMva(network(visitors), options).stations.s.classes;
      return { few: few.residenceTime, busy: many.throughput * 0.01 };
    };
    // Rolia and Sevcik: the service, and when all servers are busy a share of the work of the five.
    const { few, busy } = stay(0);
    closeTo(few, 2.9 + ((busy / 4) ** 4 * 5 * 0.01) / 4, 1e-9);
    closeTo(stay(1).few, few, 1e-2);
  });

  it('is the Linearizer, or Bard-Schweitzer, or exact, on single servers', () => {
    fc.assert(
      fc.property(arbitraryClosed(), (given) => {
        const network = closed(given);
        const exact = exactThroughputs(given);
        const fromLinearizer = throughputs(linearizer(network));
        const fromSchweitzer = throughputs(bardSchweitzer(network));
        throughputs(approximateMva(network)).forEach((rate, r) => {
          closeTo(rate, fromLinearizer[r], 1e-8);
        });
        throughputs(approximateMva(network, { recursion: 'schweitzer' })).forEach((rate, r) => {
          closeTo(rate, fromSchweitzer[r], 1e-8);
        });
        throughputs(approximateMva(network, { recursion: 'exact' })).forEach((rate, r) => {
          closeTo(rate, exact[r]);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('treats a station with a server for everybody as a delay', () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 4 }), fc.constantFrom(...every), (given, [, options]) => {
        const customers = given.population.reduce((sum, n) => sum + n, 0);
        const servers = Math.max(2, customers);
        const pools = { ...given, stations: given.demands.map(() => ({ servers })) };
        throughputs(approximateMva(closed(pools), options)).forEach((rate, r) => {
          const time = given.demands.reduce((sum: number, row) => sum + row[r], given.thinkTime[r]);
          closeTo(rate, given.population[r] / time);
        });
      }),
    );
  });

  it.each(['reiser', 'conway', 'seidmann'] as const)('%s gains from servers', (multiServer) => {
    let last = 0;
    for (let servers = 1; servers <= 8; servers++) {
      const given = {
        demands: [
          [1, 0.4],
          [0.1, 0.1],
        ],
        population: [6, 5],
        thinkTime: [1, 2],
        stations: [{ servers }],
      };
      const [first] = throughputs(approximateMva(closed(given), { multiServer }));
      expect(first).toBeGreaterThan(last);
      last = first;
    }
  });

  it('solves many servers without loss: M/M/20//200 with think time 10 (17.919134, by birth and death)', () => {
    const given = closed({ demands: [[1]], population: [200], thinkTime: [10], stations: [{ servers: 20 }] });
    expect(throughputs(approximateMva(given, { recursion: 'exact' }))[0]).toBeCloseTo(17.919134, 6);
    closeTo(throughputs(approximateMva(given))[0], 17.919134, 0.01);
    expect(errorOf(() => approximateMva(given, { recursion: 'exact', multiServer: 'conway' }))).toMatchObject(
      {
        code: 'no-convergence',
        path: 'stations.s0.servers',
      },
    );
  });

  it('takes equal weights for sharing, and equal priorities for first come, first served', () => {
    const given: Closed = { demands: [[0.3, 0.8]], population: [3, 2], thinkTime: [1, 1] };
    const at = (
      discipline: 'discriminatory-processor-sharing' | 'priority-preemptive' | 'priority-non-preemptive',
    ) => throughputs(approximateMva(closed({ ...given, stations: [{ discipline }] })));
    const shared = throughputs(approximateMva(closed(given)));
    at('discriminatory-processor-sharing').forEach((rate, r) => {
      closeTo(rate, shared[r], 1e-9);
    });
    const ordered = throughputs(
      approximateMva(closed({ ...given, stations: [{ discipline: 'first-come-first-served' }] })),
    );
    for (const discipline of ['priority-preemptive', 'priority-non-preemptive'] as const)
      at(discipline).forEach((rate, r) => {
        closeTo(rate, ordered[r], 1e-9);
      });
  });

  it('gives the most urgent class what it would have alone, where it preempts', () => {
    const alone = exactThroughputs({ demands: [[0.2]], population: [6], thinkTime: [1] })[0];
    for (const priority of ['mva-priority', 'shadow-server'] as const) {
      const { classes } = approximateMva(
        {
          classes: {
            a: { population: 6, thinkTime: 1, priority: 0 },
            b: { population: 8, thinkTime: 2, priority: 1 },
          },
          stations: { s: { discipline: 'priority-preemptive', serviceTime: { a: 0.2, b: 0.5 } } },
        },
        { recursion: 'exact', priority },
      );
      closeTo(classes.a.throughput, alone);
      closeTo(classes.b.throughput, 0.3836176394688689, 0.35); // Markov chain of the same model
    }
  });

  it.each([
    // Markov chains of one station and a think stage, populations 3 and 4 (4 each under weights)
    [
      'first-come-first-served',
      [3, 4],
      [1, 2],
      [0.2, 0.5],
      [1, 1],
      [1.5056266183746063, 1.2173838059820623],
      0.07,
    ],
    [
      'priority-non-preemptive',
      [3, 4],
      [1, 2],
      [0.2, 0.5],
      [1, 1],
      [1.845511592208924, 1.095956552648569],
      0.08,
    ],
    [
      'discriminatory-processor-sharing',
      [4, 4, 4],
      [1, 1, 1],
      [0.1, 0.2, 0.3],
      [4, 2, 1],
      [2.9618464862405807, 1.9053044168932656, 1.059306106699409],
      0.15,
    ],
  ] as const)(
    'is near the Markov chain under %s',
    (discipline, population, thinkTime, times, weights, exact, off) => {
      const names = population.map((_, r) => `c${r}`);
      const table = (values: readonly number[]) =>
        Object.fromEntries(names.map((name, r) => [name, values[r]]));
      const { classes } = approximateMva({
        classes: Object.fromEntries(
          names.map((name, r) => [name, { population: population[r], thinkTime: thinkTime[r], priority: r }]),
        ),
        stations: { s: { discipline, serviceTime: table(times), weight: table(weights) } },
      });
      names.forEach((name, r) => {
        closeTo(classes[name].throughput, exact[r], off);
      });
    },
  );

  it('reads rates of 1, 2, 3, ... as a delay, and equal rates as a faster server', () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 4 }), (given) => {
        const customers = given.population.reduce((sum, n) => sum + n, 0);
        const growing = Array.from({ length: Math.max(1, customers) }, (_, n) => n + 1);
        const free = { ...given, stations: given.demands.map(() => ({ rates: growing })) };
        throughputs(approximateMva(closed(free))).forEach((rate, r) => {
          const time = given.demands.reduce((sum: number, row) => sum + row[r], given.thinkTime[r]);
          closeTo(rate, given.population[r] / time, 1e-9);
        });
        const twice = { ...given, stations: given.demands.map(() => ({ rates: [2] })) };
        const half = { ...given, demands: given.demands.map((row) => row.map((value) => value / 2)) };
        const faster = throughputs(approximateMva(closed(half)));
        throughputs(approximateMva(closed(twice))).forEach((rate, r) => {
          closeTo(rate, faster[r], 1e-8);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('waits less behind regular service than behind exponential, and more behind irregular', () => {
    const at = (serviceVariability: number) =>
      approximateMva({
        classes: { c: { population: 4, thinkTime: 2 } },
        stations: { s: { discipline: 'first-come-first-served', serviceTime: 1, serviceVariability } },
      }).classes.c.responseTime;
    expect(at(0)).toBeLessThan(at(1));
    expect(at(1)).toBeLessThan(at(4));
  });

  it('refuses more fillings of the servers than are sensible, and finds another rule by itself', () => {
    const classes = Object.fromEntries(
      Array.from({ length: 8 }, (_, r) => [`c${r}`, { population: 9, thinkTime: 1 }]),
    );
    const serviceTime = Object.fromEntries(Object.keys(classes).map((name, r) => [name, 0.1 + r / 10]));
    const network = {
      classes,
      stations: { s: { servers: 30, serviceTime, discipline: 'first-come-first-served' as const } },
    };
    expect(errorOf(() => approximateMva(network, { multiServer: 'conway' }))).toMatchObject({
      code: 'too-large',
      path: 'stations.s.servers',
    });
    expect(approximateMva(network).converged).toBe(true);
    expect(
      errorOf(() => approximateMva(network, { recursion: 'exact', multiServer: 'rolia' })),
    ).toMatchObject({
      code: 'too-large',
      path: 'classes',
    });
  });

  it.each(badNetworks)('rejects %s', (_, network, code, path) => {
    expect(errorOf(() => approximateMva(network as never))).toMatchObject({ code, path });
  });

  it.each([
    ['an unknown rule', { multiServer: 'best' }, 'invalid-value', 'options.multiServer'],
    ['an unknown recursion', { recursion: 'deep' }, 'invalid-value', 'options.recursion'],
    ['an unknown option', { servers: 3 }, 'invalid-shape', 'options.servers'],
  ])('rejects %s', (_, options, code, path) => {
    const network = { classes: { c: { population: 1 } }, stations: { s: { demand: 1 } } };
    expect(errorOf(() => approximateMva(network, options as never))).toMatchObject({ code, path });
  });

  it('rejects a station that may be full, and takes one that never is', () => {
    const network = (capacity: number) => ({
      classes: { a: { population: 3, thinkTime: 1 } },
      stations: { s: { demand: 1, capacity, serviceVariability: 2 } },
    });
    expect(errorOf(() => approximateMva(network(2)))).toMatchObject({
      code: 'unsupported',
      path: 'stations.s.capacity',
    });
    expect(approximateMva(network(3)).classes.a.throughput).toBeGreaterThan(0.5);
  });

  it('rejects priorities at several servers, and shadow servers that do not preempt', () => {
    const network = (servers: number) => ({
      classes: { a: { population: 2, priority: 0 }, b: { population: 2, priority: 1 } },
      stations: { s: { demand: 1, servers, discipline: 'priority-non-preemptive' as const } },
    });
    expect(errorOf(() => approximateMva(network(2)))).toMatchObject({
      code: 'unsupported',
      path: 'stations.s',
    });
    expect(errorOf(() => approximateMva(network(1), { priority: 'shadow-server' }))).toMatchObject({
      code: 'unsupported',
      path: 'options.priority',
    });
  });
});
