import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exactConvolution,
  exactMva,
  type QueueingNetwork,
  type SolveMethod,
  solve,
} from '../../../src/queueing';
import {
  badNetworks,
  closed,
  closeTo,
  errorOf,
  isInvariant,
  obeysTheLaws,
  throughputs,
} from './closed-networks';
import { mixedBag } from './random-networks';

const one: QueueingNetwork = closed({ demands: [[1], [2]], population: [5], thinkTime: [3] });
const several: QueueingNetwork = closed({
  demands: [
    [1, 2],
    [2, 1],
  ],
  population: [5, 4],
  thinkTime: [3, 0],
  stations: [{ servers: 3 }, {}],
});
const huge: QueueingNetwork = closed({
  demands: Array.from({ length: 6 }, (_, k) => [1 + k, 2 + 3 * k, 7 - k, 4 - k / 2]),
  population: [3000, 3000, 3000, 3000],
  thinkTime: [1, 2, 3, 4],
});

describe('solve', () => {
  it('is exact on random networks, and says so', () => {
    fc.assert(
      fc.property(mixedBag({ population: 8, stations: 4 }), (given) => {
        const solution = solve(closed(given));
        expect(solution.exact).toBe(true);
        expect(solution.reason).toMatch(/^exact/);
        expect(solution.cost?.operations).toBeGreaterThanOrEqual(0);
        throughputs(solution).forEach((rate, r) => {
          closeTo(rate, throughputs(exactConvolution(closed(given)))[r]);
        });
        isInvariant(given, (network) => solve(network), 1e-9);
      }),
    );
  });

  it("obeys Little's law and the utilisation law with every method", () => {
    const given = {
      demands: [
        [1, 0.2],
        [0.3, 0.8],
      ],
      population: [6, 5],
      thinkTime: [2, 0],
    };
    const methods: SolveMethod[] = [
      'auto',
      'exact-mva',
      'exact-convolution',
      'exact-integral',
      'linearizer',
      'approximate-mva',
      'aql',
      'bard-schweitzer',
      'chow',
    ];
    const exact = throughputs(solve(closed(given)));
    for (const method of methods) {
      const solution = solve(closed(given), { method });
      obeysTheLaws(given, solution, 1e-8);
      expect(solution.exact).toBe(method === 'auto' || method.startsWith('exact'));
      throughputs(solution).forEach((rate, r) => {
        closeTo(rate, exact[r], solution.exact ? 1e-9 : 0.2);
      });
    }
  });

  it.each<[string, QueueingNetwork, string, boolean]>([
    ['one class at single servers', one, 'exact-mva', true],
    ['several servers', several, 'exact-convolution', true],
    [
      'populations in the millions at two stations',
      closed({
        demands: [
          [1, 2],
          [2, 1],
        ],
        population: [1e6, 1e6],
        thinkTime: [3, 0],
      }),
      'exact-integral',
      true,
    ],
    ['more than any exact method can', huge, 'linearizer', false],
    [
      'open classes',
      { classes: { a: { arrivalRate: 1 } }, stations: { s: { demand: 0.5 } } },
      'open-product-form',
      true,
    ],
    [
      'a priority',
      {
        classes: { a: { population: 3, priority: 0 }, b: { population: 3, priority: 1 } },
        stations: { s: { discipline: 'priority-preemptive', demand: 1 } },
      },
      'approximate-mva-linearizer',
      false,
    ],
  ])('takes for %s the right method', (_, network, method, exact) => {
    const solution = solve(network);
    expect(solution.method).toBe(method);
    expect(solution.exact).toBe(exact);
    expect(solution.reason).toBeTruthy();
  });

  it('solves classes that switch by chains', () => {
    const network: QueueingNetwork = {
      classes: { read: { population: 4 }, write: { population: 0 } },
      stations: { cpu: { serviceTime: 0.1 }, disk: { serviceTime: 1 } },
      routing: [
        { from: 'cpu', class: 'read', to: 'disk', probability: 1 },
        { from: 'disk', class: 'read', to: 'cpu', toClass: 'read', probability: 0.8 },
        { from: 'disk', class: 'read', to: 'cpu', toClass: 'write', probability: 0.2 },
        { from: 'cpu', class: 'write', to: 'disk', toClass: 'read', probability: 1 },
      ],
    };
    const { stations } = solve(network);
    closeTo(stations.cpu.classes.write.throughput, 0.2 * stations.disk.throughput);
  });

  it('refuses an exact method beyond the limit, with the figure and the method to use instead', () => {
    expect(errorOf(() => solve(huge, { method: 'exact-mva' }))).toMatchObject({
      code: 'too-large',
      path: 'options.method',
      message: expect.stringMatching(/operations \(limit 2\.0e\+10\)/),
      hint: expect.stringContaining('linearizer'),
    });
    expect(
      errorOf(() => solve(several, { method: 'exact-convolution', limit: { bytes: 100 } })),
    ).toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/bytes/),
    });
    expect(solve(several, { limit: { operations: 10 } }).exact).toBe(false);
  });

  it('has the exact methods refuse what cannot be computed when they are called by themselves', () => {
    for (const [method, path] of [
      [exactMva, 'exactMva'],
      [exactConvolution, 'exactConvolution'],
    ] as const)
      expect(errorOf(() => method(huge))).toMatchObject({
        code: 'too-large',
        path,
        message: expect.stringMatching(/would need [\d.e+]+ (operations|bytes) \(limit/),
      });
  });

  it('refuses a method that does not apply, and names one that does', () => {
    expect(errorOf(() => solve(several, { method: 'exact-mva' }))).toMatchObject({
      code: 'unsupported',
      hint: 'use exact-convolution',
    });
  });

  it('reports progress, and stops when asked to', () => {
    const shares: number[] = [];
    const network = closed({
      demands: [
        [1, 2],
        [2, 1],
      ],
      population: [60, 60],
      thinkTime: [0, 0],
    });
    solve(network, { method: 'exact-mva', onProgress: (share) => shares.push(share) });
    expect(shares.length).toBeGreaterThan(2);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    const signal = { aborted: false };
    const stopped = () =>
      solve(network, {
        method: 'exact-mva',
        signal,
        onProgress: (share) => {
          if (share > 0.3) signal.aborted = true;
        },
      });
    expect(errorOf(stopped)).toMatchObject({ code: 'aborted', path: 'signal' });
  });

  it('goes on to the next method where one needs more than was foreseen', () => {
    const huge = solve({
      classes: { job: { population: 1e15, thinkTime: 2 } },
      stations: { a: { demand: 1 }, b: { demand: 0.5 } },
    });
    expect(huge.reason).toMatch(/exact-integral turned out/);
    // asymptotic bounds: the slowest station is never idle
    expect(huge.classes.job.throughput).toBeCloseTo(1, 9);
  });

  it('says that nothing takes mixed networks without product form', () => {
    const mixed = {
      classes: { job: { population: 2 }, web: { arrivalRate: 0.1, priority: 1 } },
      stations: { cpu: { discipline: 'priority-preemptive' as const, demand: 1 } },
    };
    expect(errorOf(() => solve(mixed))).toMatchObject({ code: 'unsupported', path: 'network' });
  });

  it.each(badNetworks)('rejects %s', (_, given, code, path) => {
    expect(errorOf(() => solve(given as never))).toMatchObject({ code, path });
  });

  it('rejects an unknown method and an unknown option', () => {
    expect(errorOf(() => solve(one, { method: 'magic' as never }))).toMatchObject({ path: 'options.method' });
    expect(errorOf(() => solve(one, { methd: 'auto' } as never))).toMatchObject({ path: 'options.methd' });
    expect(errorOf(() => solve(one, { limit: { operations: -1 } }))).toMatchObject({
      path: 'options.limit.operations',
    });
  });
});
