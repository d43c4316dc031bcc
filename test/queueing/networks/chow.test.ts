import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bardSchweitzer, chow } from '../../../src/queueing';
import { haveShared, sharedNote } from '../../shared';
import {
  arbitraryClosed,
  badNetworks,
  closed,
  closeTo,
  errorOf,
  isInvariant,
  obeysTheLaws,
  throughputs,
} from './closed-networks';
import { readJmva } from './jmva-results';

describe('chow', () => {
  it("obeys Little's law and the utilisation law, and does not depend on order or unit", () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 30 }), (given) => {
        obeysTheLaws(given, chow(closed(given)));
        isInvariant(given, chow);
      }),
    );
  });

  it('is below Bard-Schweitzer for one class, and meets it when customers are many', () => {
    fc.assert(
      fc.property(arbitraryClosed({ classes: 1 }), fc.integer({ min: 1, max: 100 }), (given, n) => {
        const some = closed({ ...given, population: [n] });
        expect(throughputs(chow(some))[0]).toBeLessThanOrEqual(
          throughputs(bardSchweitzer(some))[0] * (1 + 1e-9),
        );
      }),
    );
    const many = closed({ demands: [[1], [0.6]], population: [100_000], thinkTime: [5] });
    closeTo(throughputs(chow(many))[0], throughputs(bardSchweitzer(many))[0], 1e-4);
  });

  it.skipIf(!haveShared)(`gives what JMT prints: single-server-three-class-chow${sharedNote}`, () => {
    const { network, throughput } = readJmva('single-server-three-class-chow');
    const { classes } = chow(network);
    for (const [name, rate] of Object.entries(throughput)) closeTo(classes[name].throughput, rate, 1e-7);
  });

  it.each(badNetworks)('rejects %s', (_, network, code, path) => {
    expect(errorOf(() => chow(network as never))).toMatchObject({ code, path });
  });
});
