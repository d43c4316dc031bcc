import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bardSchweitzer, linearizer } from '../../../src/queueing';
import { haveShared, sharedNote } from '../../shared';
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
import { readJmva } from './jmva-results';

describe('linearizer', () => {
  it("obeys Little's law and the utilisation law, and does not depend on order or unit", () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 30 }), (given) => {
        const solution = linearizer(closed(given));
        obeysTheLaws(given, solution);
        expect(solution.converged).toBe(true);
        isInvariant(given, linearizer);
      }),
    );
  });

  it('is exact for one customer and within 5 % of exact on small random networks', () => {
    fc.assert(
      fc.property(arbitraryClosed(), (given) => {
        const exact = exactThroughputs(given);
        const alone = given.population.reduce((sum, n) => sum + n, 0) <= 1;
        throughputs(linearizer(closed(given))).forEach((rate, r) => {
          closeTo(rate, exact[r], alone ? 1e-9 : 0.05);
        });
      }),
    );
  });

  it('is exact for two customers of one class', () => {
    fc.assert(
      fc.property(arbitraryClosed({ classes: 1 }), (given) => {
        const two = { ...given, population: [2] };
        const rate = throughputs(linearizer(closed(two), { corrections: 'converged' }))[0];
        closeTo(rate, exactThroughputs(two)[0], 1e-9);
      }),
    );
  });

  it('without corrections is Bard-Schweitzer', () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 30 }), (given) => {
        const plain = throughputs(bardSchweitzer(closed(given)));
        throughputs(linearizer(closed(given), { corrections: 0 })).forEach((rate, r) => {
          closeTo(rate, plain[r]);
        });
      }),
    );
  });

  it('does not move any more once converged', () => {
    const given = closed({
      demands: [
        [0.1, 0.2],
        [0.3, 0.05],
      ],
      population: [3, 4],
      thinkTime: [1, 2],
    });
    const converged = throughputs(linearizer(given, { corrections: 'converged' }));
    throughputs(linearizer(given, { corrections: 500 })).forEach((rate, r) => {
      closeTo(rate, converged[r], 1e-10);
    });
  });

  it
    .skipIf(!haveShared)
    .each([
      ['single-server-three-class-lin'],
      ['single-server-two-class-small-lin'],
      ['single-server-three-class-dsm'],
      ['single-server-read-write-mix-dsm'],
    ])(`after one correction gives what JMT prints: %s${sharedNote}`, (file) => {
    const { network, throughput } = readJmva(file);
    const { classes } = linearizer(network, { corrections: 1 });
    for (const [name, rate] of Object.entries(throughput)) closeTo(classes[name].throughput, rate, 1e-7);
  });

  it.each(badNetworks)('rejects %s', (_, network, code, path) => {
    expect(errorOf(() => linearizer(network as never))).toMatchObject({ code, path });
  });

  it('rejects a number of corrections that is none', () => {
    const given = closed({ demands: [[1]], population: [3], thinkTime: [0] });
    expect(errorOf(() => linearizer(given, { corrections: -1 }))).toMatchObject({
      code: 'invalid-value',
      path: 'options.corrections',
    });
  });
});
