import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aql, bardSchweitzer, chow, linearizer } from '../../../src/queueing';
import {
  arbitraryClosed,
  badNetworks,
  closed,
  closeTo,
  errorOf,
  exactThroughputs,
  isInvariant,
  obeysTheLaws,
  throughputs,
} from './closed-networks';

describe('bardSchweitzer', () => {
  it('gives the worked example of Lazowska et al. 1984, p. 117', () => {
    const { classes, stations } = bardSchweitzer({
      classes: { job: { population: 3, thinkTime: 15 } },
      stations: { cpu: { demand: 0.605 }, disk1: { demand: 2.1 }, disk2: { demand: 1.35 } },
    });
    expect(classes.job.throughput).toBeCloseTo(0.151, 3);
    expect(stations.disk1.queueLength).toBeCloseTo(0.4021, 3);
  });

  it("obeys Little's law and the utilisation law, and does not depend on order or unit", () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 40 }), (given) => {
        const solution = bardSchweitzer(closed(given));
        obeysTheLaws(given, solution);
        expect(solution.converged).toBe(true);
        isInvariant(given, bardSchweitzer);
      }),
    );
  });

  it('is exact for one customer, and within 35 % of exact on small random networks', () => {
    fc.assert(
      fc.property(arbitraryClosed(), (given) => {
        const exact = exactThroughputs(given);
        const alone = given.population.reduce((sum, n) => sum + n, 0) <= 1;
        throughputs(bardSchweitzer(closed(given))).forEach((rate, r) => {
          closeTo(rate, exact[r], alone ? 1e-9 : 0.35);
        });
      }),
    );
  });

  it('is exact for one class over equal demands without think time: N / (D (K + N - 1)) (balanced network)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 500 }), (stations, n) => {
        const given = { demands: Array(stations).fill([0.2]), population: [n], thinkTime: [0] };
        closeTo(throughputs(bardSchweitzer(closed(given)))[0], n / (0.2 * (stations + n - 1)));
      }),
    );
  });

  it('ignores a class without customers', () => {
    const both = closed({
      demands: [
        [1, 1],
        [2, 1],
      ],
      population: [3, 0],
      thinkTime: [0, 0],
    });
    const alone = closed({ demands: [[1], [2]], population: [3], thinkTime: [0] });
    closeTo(throughputs(bardSchweitzer(both))[0], throughputs(bardSchweitzer(alone))[0]);
    expect(bardSchweitzer(both).classes.c1).toMatchObject({ throughput: 0, queueLength: 0 });
  });

  it('rises with the population and stays below the bottleneck', () => {
    let last = 0;
    for (let n = 1; n < 200; n++) {
      const rate = throughputs(
        bardSchweitzer(closed({ demands: [[1], [0.6]], population: [n], thinkTime: [3] })),
      )[0];
      expect(rate).toBeGreaterThan(last);
      expect(rate).toBeLessThan(1);
      last = rate;
    }
  });

  it('says when it stops short of its tolerance', () => {
    const given = closed({ demands: [[1], [0.9]], population: [50], thinkTime: [0] });
    const solution = bardSchweitzer(given, { maxIterations: 3 });
    expect(solution).toMatchObject({ converged: false, iterations: 3, exact: false });
    expect(solution.warnings[0].code).toBe('no-convergence');
    expect(bardSchweitzer(given).warnings).toEqual([]);
  });

  it.each(badNetworks)('rejects %s', (_, network, code, path) => {
    expect(errorOf(() => bardSchweitzer(network as never))).toMatchObject({ code, path });
  });

  it.each([
    ['several servers', { s: { demand: 1, servers: 2 } }, 'unsupported', 'stations.s'],
    ['load dependence', { s: { demand: 1, rates: [1, 2] } }, 'unsupported', 'stations.s'],
  ])('rejects %s', (_, stations, code, path) => {
    expect(errorOf(() => bardSchweitzer({ classes: { c: { population: 3 } }, stations }))).toMatchObject({
      code,
      path,
    });
  });

  it.each([
    ['linearizer', linearizer],
    ['aql', aql],
    ['chow', chow],
    ['bardSchweitzer', bardSchweitzer],
  ])('%s refuses priorities, which it would ignore', (_, solve) => {
    const network = {
      classes: { a: { population: 2 }, b: { population: 2, priority: 1 } },
      stations: { s: { demand: 1, discipline: 'priority-preemptive' as const } },
    };
    expect(errorOf(() => solve(network))).toMatchObject({ code: 'unsupported', path: 'stations' });
  });

  it.each([
    ['an open class', { arrivalRate: 1 }, {}, 'unsupported', 'classes.c'],
    ['an unknown option', { population: 1 }, { tolerence: 1 }, 'invalid-shape', 'options.tolerence'],
    ['a tolerance of 0', { population: 1 }, { tolerance: 0 }, 'invalid-value', 'options.tolerance'],
  ])('rejects %s', (_, given, options, code, path) => {
    const network = { classes: { c: given }, stations: { s: { demand: 1 } } };
    expect(errorOf(() => bardSchweitzer(network, options as never))).toMatchObject({ code, path });
  });
});
