import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approximateMva,
  closedMarkov,
  type Discipline,
  exactMva,
  type QueueingNetwork,
  solveByChain,
} from '../../../src/queueing';
import { caught, close, littlesLaw, same } from './checks';

const time = fc.double({ min: 0.05, max: 3, noNaN: true });
const population = fc.integer({ min: 0, max: 3 });
/** Two classes over one to three stations in a row; think times may be 0. */
const networks = (disciplines: readonly Discipline[], sameMeans: boolean) =>
  fc
    .record({
      a: fc.record({ population: fc.integer({ min: 1, max: 3 }), thinkTime: fc.constantFrom(0, 0.5, 2) }),
      b: fc.record({ population, thinkTime: time }),
      stations: fc.array(fc.record({ discipline: fc.constantFrom(...disciplines), a: time, b: time }), {
        minLength: 1,
        maxLength: 3,
      }),
    })
    .map(
      ({ a, b, stations }): QueueingNetwork => ({
        classes: { a: { ...a, priority: 0 }, b: { ...b, priority: 1 } },
        stations: Object.fromEntries(
          stations.map((one, k) => [
            `s${k}`,
            { discipline: one.discipline, serviceTime: sameMeans ? one.a : { a: one.a, b: one.b } },
          ]),
        ),
      }),
    );

/** Customers of each class are somewhere. */
function conserves(network: QueueingNetwork): void {
  const solution = closedMarkov(network);
  littlesLaw(solution);
  for (const [name, own] of Object.entries(solution.classes)) {
    const given = network.classes[name];
    close(own.queueLength + own.throughput * (given.thinkTime ?? 0), given.population!, 1e-10);
  }
  for (const station of Object.values(solution.stations))
    expect(station.utilization).toBeLessThanOrEqual(1 + 1e-12);
}

describe('closedMarkov', () => {
  it('is exact MVA where the network has product form', () => {
    fc.assert(
      fc.property(
        networks(['processor-sharing', 'delay', 'last-come-first-served-preemptive'], false),
        (network) => {
          // Without thinking, who comes back to the front at once may shut out the other: the chain is not ergodic.
          fc.pre(network.classes.a.thinkTime !== 0);
          same(closedMarkov(network), exactMva(network), 1e-9);
        },
      ),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(networks(['first-come-first-served'], true), (network) => {
        same(closedMarkov(network), exactMva(network), 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it('says that who goes nowhere else buries others, and that the answer is that of the start', () => {
    const answer = (first: 'a' | 'b', thinkTime = 0) => {
      const a = { population: 1, thinkTime };
      const b = { population: 1, thinkTime: 1 };
      return closedMarkov({
        classes: first === 'a' ? { a, b } : { b, a },
        stations: { s: { discipline: 'last-come-first-served-preemptive', serviceTime: 1 } },
      });
    };
    // Class b thinks first: whenever it comes it goes on top, and class a waits below it.
    for (const first of ['a', 'b'] as const) {
      expect(answer(first).warnings.map(({ code }) => code)).toEqual(['several-steady-states']);
      expect(answer(first, 0.5).warnings).toEqual([]);
    }
    close(answer('a').classes.b.throughput, 0.5);
    const alone = closedMarkov({
      classes: { a: { population: 2 } },
      stations: { s: { discipline: 'last-come-first-served-preemptive', serviceTime: 1 } },
    });
    expect(alone.warnings).toEqual([]);
  });

  it('conserves customers and work under every discipline', () => {
    const disciplines: Discipline[] = [
      'first-come-first-served',
      'priority-preemptive',
      'priority-non-preemptive',
      'discriminatory-processor-sharing',
    ];
    fc.assert(fc.property(networks(disciplines, false), conserves), { numRuns: 60 });
  });

  const station = (extra: object, a = 0.2, b = 0.5) => ({ disk: { serviceTime: { a, b }, ...extra } });
  const classes = {
    a: { population: 3, thinkTime: 1, priority: 0 },
    b: { population: 4, thinkTime: 2, priority: 1 },
  };

  it('leaves the most urgent class alone under preemptive priority', () => {
    const both = closedMarkov({
      classes,
      stations: station({ discipline: 'priority-preemptive', servers: 2 }),
    });
    const alone = closedMarkov({
      classes: { a: classes.a },
      stations: { disk: { serviceTime: 0.2, servers: 2, discipline: 'first-come-first-served' } },
    });
    close(both.classes.a.throughput, alone.classes.a.throughput);
    close(both.stations.disk.classes.a.queueLength, alone.stations.disk.queueLength);
  });

  it('favours the urgent class more, the more the discipline does', () => {
    const x = (extra: object) => closedMarkov({ classes, stations: station(extra) }).classes.a.throughput;
    const fcfs = x({ discipline: 'first-come-first-served' });
    const patient = x({ discipline: 'priority-non-preemptive' });
    const impatient = x({ discipline: 'priority-preemptive' });
    expect(fcfs).toBeLessThan(patient);
    expect(patient).toBeLessThan(impatient);
    const weighted = (weight: number) =>
      x({ discipline: 'discriminatory-processor-sharing', weight: { a: weight, b: 1 } });
    close(weighted(1), x({ discipline: 'processor-sharing' }));
    expect(weighted(1)).toBeLessThan(weighted(3));
    close(weighted(1e12), impatient, 1e-9);
  });

  it('treats classes of one priority as first come first served', () => {
    const equal = { a: { ...classes.a, priority: 5 }, b: { ...classes.b, priority: 5 } };
    same(
      closedMarkov({
        classes: equal,
        stations: station({ discipline: 'priority-non-preemptive', servers: 2 }),
      }),
      closedMarkov({
        classes: equal,
        stations: station({ discipline: 'first-come-first-served', servers: 2 }),
      }),
    );
  });

  it('takes as many servers as customers for a delay, and rates 1, 2, ... for servers', () => {
    for (const discipline of [
      'first-come-first-served',
      'priority-non-preemptive',
      'priority-preemptive',
    ] as const) {
      const many = closedMarkov({ classes, stations: station({ discipline, servers: 7 }) });
      const delay = closedMarkov({ classes, stations: station({ discipline: 'delay' }) });
      close(many.classes.b.throughput, delay.classes.b.throughput);
    }
    const rates = closedMarkov({ classes, stations: station({ rates: [1, 2] }) });
    const servers = closedMarkov({ classes, stations: station({ servers: 2 }) });
    close(rates.classes.a.throughput, servers.classes.a.throughput);
    expect(rates.stations.disk.utilization).toBeLessThan(1);
  });

  it('does not depend on the unit of time, nor on the order of classes', () => {
    const discipline = 'first-come-first-served';
    const base = closedMarkov({ classes, stations: station({ discipline }) });
    const slow = closedMarkov({
      classes: { b: { ...classes.b, thinkTime: 32 }, a: { ...classes.a, thinkTime: 16 } },
      stations: station({ discipline }, 3.2, 8),
    });
    close(slow.classes.a.throughput, base.classes.a.throughput / 16);
    close(slow.stations.disk.classes.b.queueLength, base.stations.disk.classes.b.queueLength);
    expect(slow.states).toBe(base.states);
  });

  const switching: QueueingNetwork = {
    classes: { read: { population: 2, thinkTime: 1 }, write: { population: 1, thinkTime: 0.5 } },
    stations: { cpu: { serviceTime: { read: 0.3, write: 0.6 } }, disk: { serviceTime: 0.4, servers: 1 } },
    routing: [
      { from: null, class: 'read', to: 'cpu', probability: 1 },
      { from: null, class: 'write', to: 'cpu', probability: 1 },
      { from: 'cpu', class: 'read', to: 'disk', probability: 0.7 },
      { from: 'cpu', class: 'read', to: null, toClass: 'write', probability: 0.3 },
      { from: 'cpu', class: 'write', to: 'disk', toClass: 'read', probability: 1 },
      { from: 'disk', class: 'read', to: null, probability: 0.6 },
      { from: 'disk', class: 'read', to: 'cpu', toClass: 'write', probability: 0.4 },
    ],
  };

  it('switches classes as the chains of product form do', () => {
    same(closedMarkov(switching), solveByChain(switching, exactMva), 1e-9);
    const chains = solveByChain(switching, exactMva).chains!;
    expect(Object.keys(chains)).toEqual(['read+write']);
    expect(solveByChain(switching, exactMva).exact).toBe(true);
  });

  it('passes thinking that takes no time', () => {
    const busy = { ...switching, classes: { read: { population: 2 }, write: { population: 1 } } };
    same(closedMarkov(busy), solveByChain(busy, exactMva), 1e-9);
  });

  it('says how many states it has built, and refuses too many before it starts', () => {
    const network = {
      classes: { a: { population: 30, thinkTime: 1 }, b: { population: 30, thinkTime: 1 } },
      stations: { x: { demand: 1 }, y: { demand: 2 } },
    };
    expect(caught(() => closedMarkov(network, { maxStates: 5000 }))).toMatchObject({
      code: 'too-large',
      path: 'options.maxStates',
      message: expect.stringContaining('at least 246016'),
    });
    expect(closedMarkov({ ...network, classes: { a: { population: 30, thinkTime: 1 } } }).states).toBe(496);
    const ordered = {
      classes: network.classes,
      stations: { x: { demand: 1, discipline: 'first-come-first-served' as const } },
    };
    expect(caught(() => closedMarkov(ordered, { maxStates: 2000 })).message).toContain('more than 2000');
  });

  it('starves a class that a more urgent one without think time never lets through', () => {
    const solution = closedMarkov({
      classes: { a: { population: 1, priority: 0 }, b: { population: 1, priority: 1, thinkTime: 1 } },
      stations: { s: { discipline: 'priority-preemptive', demand: 1 } },
    });
    expect(solution.classes.b).toEqual({
      throughput: 0,
      responseTime: Number.POSITIVE_INFINITY,
      queueLength: 1,
    });
    close(solution.classes.a.throughput, 1);
  });

  it('answers classes without customers', () => {
    const solution = closedMarkov({
      classes: { a: { population: 0 }, b: { population: 2 } },
      stations: { s: { demand: { a: 1, b: 2 } } },
    });
    expect(solution.classes.a.throughput).toBe(0);
    close(solution.classes.b.throughput, 0.5);
  });

  it.each([
    ['an open class', { classes: { a: { arrivalRate: 1 } }, stations: { s: { demand: 0.1 } } }, 'classes.a'],
    [
      'a limited capacity',
      { classes: { a: { population: 3 } }, stations: { s: { demand: 1, capacity: 2 } } },
      'stations.s.capacity',
    ],
    [
      'times that are not exponential',
      { classes: { a: { population: 3 } }, stations: { s: { demand: 1, serviceVariability: 2 } } },
      'stations.s.serviceVariability',
    ],
    [
      'visits that leave the order open',
      { classes: { a: { population: 3 } }, stations: { s: { serviceTime: 1, visits: 2 } } },
      'stations.s.visits',
    ],
  ])('does not take %s', (_, network, path) => {
    expect(caught(() => closedMarkov(network as never))).toMatchObject({ code: 'unsupported', path });
  });
});

describe('solveByChain', () => {
  it('says that first come first served with unequal means in a chain is an approximation', () => {
    const discipline = 'first-come-first-served' as const;
    const network: QueueingNetwork = {
      classes: { a: { population: 2 }, b: { population: 0 } },
      stations: { s: { discipline, serviceTime: { a: 1, b: 3 } }, t: { serviceTime: 1 } },
      routing: [
        { from: 's', class: 'a', to: 't', toClass: 'b', probability: 1 },
        { from: 't', class: 'b', to: 's', probability: 1 },
        { from: 's', class: 'b', to: 't', toClass: 'a', probability: 1 },
        { from: 't', class: 'a', to: 's', probability: 1 },
      ],
    };
    const solution = solveByChain(network, approximateMva);
    expect(solution.exact).toBe(false);
    expect(solution.warnings.map((one) => one.code)).toContain('unequal-service-times');
    close(solution.classes.a.queueLength + solution.classes.b.queueLength, 2, 1e-6);
    littlesLaw(solution);
  });

  it('hands a network that does not switch to the solver as it is', () => {
    const network = { classes: { a: { population: 2 } }, stations: { s: { demand: 1 } } };
    same(solveByChain(network, exactMva), exactMva(network));
    expect(caught(() => solveByChain({ ...network, routing: [] }, exactMva))).toMatchObject({
      path: 'routing',
    });
  });

  it('does not mix classes that a station treats differently', () => {
    const network: QueueingNetwork = {
      classes: { a: { population: 1 }, b: { population: 0 } },
      stations: { s: { discipline: 'priority-preemptive', serviceTime: 1 } },
      routing: [
        { from: 's', class: 'a', to: 's', toClass: 'b', probability: 1 },
        { from: 's', class: 'b', to: 's', toClass: 'a', probability: 1 },
      ],
    };
    expect(caught(() => solveByChain(network, exactMva))).toMatchObject({
      code: 'unsupported',
      path: 'stations.s',
    });
    close(closedMarkov(network).stations.s.throughput, 1);
  });

  it('is refused by a solver that needs fixed populations, with the way out', () => {
    const network: QueueingNetwork = {
      classes: { a: { population: 1 }, b: { population: 0 } },
      stations: { s: { serviceTime: 1 } },
      routing: [
        { from: 's', class: 'a', to: 's', toClass: 'b', probability: 1 },
        { from: 's', class: 'b', to: 's', toClass: 'a', probability: 1 },
      ],
    };
    expect(caught(() => exactMva(network)).hint).toContain('solveByChain');
  });
});
