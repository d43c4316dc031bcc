import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aql, type QueueingNetwork } from '../../../src/queueing';
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

describe('aql', () => {
  it("obeys Little's law and the utilisation law, and does not depend on order or unit", () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 30 }), (given) => {
        // Near saturation the last digits of a correction can take more than the usual 100,000 steps.
        const patient = (network: QueueingNetwork) => aql(network, { maxIterations: 1e6 });
        const solution = patient(closed(given));
        obeysTheLaws(given, solution);
        expect(solution.converged).toBe(true);
        isInvariant(given, patient);
      }),
    );
  });

  it('is exact for one customer and within 8 % of exact on small random networks', () => {
    fc.assert(
      fc.property(arbitraryClosed(), (given) => {
        const exact = exactThroughputs(given);
        const alone = given.population.reduce((sum, n) => sum + n, 0) <= 1;
        throughputs(aql(closed(given))).forEach((rate, r) => {
          closeTo(rate, exact[r], alone ? 1e-9 : 0.08);
        });
      }),
    );
  });

  it.skipIf(!haveShared).each([['single-server-three-class-aql'], ['single-server-read-write-mix-aql']])(
    `gives what JMT prints: %s${sharedNote}`,
    (file) => {
      const { network, throughput } = readJmva(file);
      const { classes } = aql(network);
      for (const [name, rate] of Object.entries(throughput)) closeTo(classes[name].throughput, rate, 1e-7);
    },
  );

  it.each(badNetworks)('rejects %s', (_, network, code, path) => {
    expect(errorOf(() => aql(network as never))).toMatchObject({ code, path });
  });
});
