import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asymptoticBounds,
  balancedJobBounds,
  compositeBounds,
  exactConvolution,
  geometricBounds,
  type NetworkBounds,
  networkBounds,
  proportionalBounds,
  type QueueingNetwork,
} from '../../../src/queueing';
import {
  arbitraryClosed,
  badNetworks,
  type Closed,
  closed,
  closeTo,
  errorOf,
  exactThroughputs,
} from './closed-networks';

const single: [string, (network: QueueingNetwork) => NetworkBounds][] = [
  ['proportionalBounds', proportionalBounds],
  ['geometricBounds', geometricBounds],
  ['geometricBounds from asymptotic', (network) => geometricBounds(network, { startFrom: 'asymptotic' })],
];
const several: [string, (network: QueueingNetwork) => NetworkBounds][] = [
  ['asymptoticBounds', asymptoticBounds],
  ['balancedJobBounds', balancedJobBounds],
  ['compositeBounds', compositeBounds],
  ['networkBounds', networkBounds],
];

function bracket(given: Closed, bounds: NetworkBounds): void {
  exactThroughputs(given).forEach((exact, r) => {
    const { throughput, responseTime } = bounds.classes[`c${r}`];
    expect(throughput.lower).toBeLessThanOrEqual(exact * (1 + 1e-9));
    expect(throughput.upper).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
    if (exact > 0) {
      const response = given.population[r] / exact - given.thinkTime[r];
      expect(responseTime.lower).toBeLessThanOrEqual(response * (1 + 1e-9) + 1e-9);
      expect(responseTime.upper).toBeGreaterThanOrEqual(response * (1 - 1e-9) - 1e-9);
    }
  });
  expect(JSON.stringify(bounds)).not.toContain('null');
  expect(Object.isFrozen(bounds.classes)).toBe(true);
}

const oneClass = arbitraryClosed({ classes: 1, population: 60 });

describe.each([...several, ...single])('%s', (name, bounds) => {
  const networks = single.some(([own]) => own === name) ? oneClass : arbitraryClosed();

  it('holds the exact throughput and response time', () => {
    fc.assert(
      fc.property(networks, (given) => {
        bracket(given, bounds(closed(given)));
      }),
    );
  });

  it('does not depend on the order of the stations and scales with time', () => {
    fc.assert(
      fc.property(networks, (given) => {
        const plain = bounds(closed(given)).classes;
        const turned = bounds(closed({ ...given, demands: [...given.demands].reverse() })).classes;
        const slower = bounds(
          closed({
            ...given,
            demands: given.demands.map((row) => row.map((value) => value * 60)),
            thinkTime: given.thinkTime.map((value) => value * 60),
          }),
        ).classes;
        for (const own of Object.keys(plain)) {
          closeTo(turned[own].throughput.lower, plain[own].throughput.lower);
          closeTo(turned[own].throughput.upper, plain[own].throughput.upper);
          closeTo(slower[own].throughput.lower * 60, plain[own].throughput.lower);
          closeTo(slower[own].throughput.upper * 60, plain[own].throughput.upper);
        }
      }),
    );
  });

  it('is tight for one customer', () => {
    const { throughput } = bounds(closed({ demands: [[1], [0.3]], population: [1], thinkTime: [0] })).classes
      .c0;
    closeTo(throughput.lower, 1 / 1.3);
    // Kerola's bound only counts what other classes use
    closeTo(throughput.upper, name === 'compositeBounds' ? 1 : 1 / 1.3);
  });

  it('does not count a delay station as a bottleneck', () => {
    const network = closed({
      demands: [[0.5], [5]],
      population: [10],
      thinkTime: [0],
      stations: [{}, { discipline: 'delay' }],
    });
    const [exact] = exactThroughputs({ demands: [[0.5]], population: [10], thinkTime: [5] });
    const { throughput } = bounds(network).classes.c0;
    expect(throughput.lower).toBeLessThanOrEqual(exact);
    expect(throughput.upper).toBeGreaterThanOrEqual(exact);
  });

  it.each(badNetworks)('rejects %s', (_, network, code, path) => {
    expect(errorOf(() => bounds(network as never))).toMatchObject({ code, path });
  });
});

describe('asymptoticBounds', () => {
  it('gives example 9.6 of Bolch et al., Queueing Networks and Markov Chains', () => {
    const { throughput, responseTime } = asymptoticBounds(
      closed({ demands: [[9.2], [8]], population: [20], thinkTime: [120] }),
    ).classes.c0;
    expect(throughput.upper).toBeCloseTo(0.109, 3);
    expect(responseTime.lower).toBeCloseTo(64, 9);
  });

  it('lets a long job share its server with many short ones, which a sum of all work would not', () => {
    // One shared server, no think time: class 0 gets 1/101 of it.
    const given = { demands: [[100, 0.01]], population: [1, 100], thinkTime: [0, 0] };
    bracket(given, asymptoticBounds(closed(given)));
    closeTo(asymptoticBounds(closed(given)).classes.c0.throughput.lower, 1 / 10100);
  });

  it('holds the exact figures where a station is slower or faster with more customers', () => {
    const rates = fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        rates,
        rates,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 3 }),
        (a, b, n, m) => {
          const network: QueueingNetwork = {
            classes: { x: { population: n }, y: { population: m, thinkTime: 1 } },
            stations: { a: { rates: a, demand: { x: 1, y: 0.3 } }, b: { rates: b, demand: 0.5 } },
          };
          const exact = exactConvolution(network).classes;
          const bounds = asymptoticBounds(network).classes;
          for (const own of m > 0 ? ['x', 'y'] : ['x'])
            for (const figure of ['throughput', 'responseTime'] as const) {
              expect(bounds[own][figure].lower).toBeLessThanOrEqual(exact[own][figure] * (1 + 1e-9));
              expect(bounds[own][figure].upper).toBeGreaterThanOrEqual(exact[own][figure] * (1 - 1e-9));
            }
        },
      ),
    );
  });

  it('counts servers and rates', () => {
    const given: Closed = { demands: [[1]], population: [50], thinkTime: [1], stations: [{ servers: 4 }] };
    expect(asymptoticBounds(closed(given)).classes.c0.throughput.upper).toBe(4);
    const rates = { ...given, stations: [{ rates: [0.5, 3, 2] }] };
    const { throughput } = asymptoticBounds(closed(rates)).classes.c0;
    expect(throughput.upper).toBe(3);
    closeTo(throughput.lower, 50 / (1 + 50 / 0.5));
  });

  it('knows nothing about a class that more urgent ones may shut out', () => {
    const given: Closed = {
      demands: [[1, 1]],
      population: [2, 2],
      thinkTime: [0, 0],
      stations: [{ discipline: 'priority-preemptive' }],
    };
    expect(asymptoticBounds(closed(given)).classes.c1.throughput.lower).toBe(0);
  });

  it('gives open classes the rate at which they saturate, the others at theirs', () => {
    const { a, b } = asymptoticBounds({
      classes: { a: { arrivalRate: 1 }, b: { arrivalRate: 0.5 } },
      stations: { s: { demand: { a: 0.2, b: 0.4 } }, t: { demand: { a: 0.1 }, servers: 2 } },
    }).classes;
    closeTo(a.throughput.upper, (1 - 0.5 * 0.4) / 0.2);
    closeTo(b.throughput.upper, (1 - 0.2) / 0.4);
    closeTo(a.responseTime.lower, 0.3);
    expect(b.responseTime.upper).toBe(Number.POSITIVE_INFINITY);
  });

  it('refuses open and closed classes together', () => {
    const mixed = {
      classes: { a: { arrivalRate: 1 }, b: { population: 1 } },
      stations: { s: { demand: 0.1 } },
    };
    expect(errorOf(() => asymptoticBounds(mixed))).toMatchObject({ code: 'unsupported', path: 'classes' });
  });
});

describe('balancedJobBounds', () => {
  it('is exact for a balanced network', () => {
    const { throughput } = balancedJobBounds(
      closed({ demands: [[2], [2], [2]], population: [7], thinkTime: [0] }),
    ).classes.c0;
    closeTo(throughput.lower, 7 / (2 * 9));
    closeTo(throughput.upper, 7 / (2 * 9));
  });
});

describe('proportionalBounds', () => {
  it.each([
    [5, 6.66, 6.7297],
    [20, 8.8672, 9.3387],
    [80, 9.6736, 10],
  ])('gives table IV of Casale, Muntz and Serazzi 2008 for %i customers', (n, lower, upper) => {
    const { throughput } = proportionalBounds(
      closed({ demands: [[0.1], [0.1], [0.09], [0.08]], population: [n], thinkTime: [0] }),
    ).classes.c0;
    expect(Math.abs(throughput.lower - lower)).toBeLessThan(1e-4);
    expect(Math.abs(throughput.upper - upper)).toBeLessThan(1e-4);
  });

  it('does not underflow at large populations', () => {
    fc.assert(
      fc.property(oneClass, fc.integer({ min: 1, max: 1e9 }), (given, n) => {
        const { throughput } = proportionalBounds(closed({ ...given, population: [n] })).classes.c0;
        expect(throughput.lower).toBeGreaterThan(0);
        expect(throughput.upper).toBeGreaterThanOrEqual(throughput.lower * (1 - 1e-9));
      }),
    );
  });
});

describe('geometricBounds', () => {
  it.each([
    [2, 0, 4.304, 4.3174],
    [20, 0, 9.0947, 9.2431],
    [2, 1, 1.4319, 1.5195],
    [20, 1, 8.0856, 8.6467],
  ])(
    'gives tables IV and V of Casale, Muntz and Serazzi 2008 for %i customers and think time %i',
    (n, z, lower, upper) => {
      const { throughput } = geometricBounds(
        closed({ demands: [[0.1], [0.1], [0.09], [0.08]], population: [n], thinkTime: [z] }),
      ).classes.c0;
      expect(Math.abs(throughput.lower - lower)).toBeLessThan(1e-4);
      expect(Math.abs(throughput.upper - upper)).toBeLessThan(1e-4);
    },
  );

  it('rejects another start', () => {
    const network = closed({ demands: [[1]], population: [2], thinkTime: [0] });
    expect(errorOf(() => geometricBounds(network, { startFrom: 'nowhere' as never }))).toMatchObject({
      code: 'invalid-value',
      path: 'options.startFrom',
    });
  });
});

describe('networkBounds', () => {
  it('is at least as tight as each method', () => {
    fc.assert(
      fc.property(oneClass, (given) => {
        const network = closed(given);
        const tight = networkBounds(network).classes.c0.throughput;
        for (const [, bounds] of [...several, ...single]) {
          const { lower, upper } = bounds(network).classes.c0.throughput;
          expect(tight.lower).toBeGreaterThanOrEqual(lower);
          expect(tight.upper).toBeLessThanOrEqual(upper);
        }
      }),
    );
  });

  it('falls back to the asymptotic bounds outside product form', () => {
    const given: Closed = {
      demands: [[1, 2]],
      population: [2, 2],
      thinkTime: [0, 1],
      stations: [{ discipline: 'first-come-first-served' }],
    };
    const tight = networkBounds(closed(given)).classes;
    expect(tight).toEqual(asymptoticBounds(closed(given)).classes);
  });
});
