import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, erlangC, mmc } from '../../../src/queueing';
import { anyLoad, closeTo, expectRejections } from './markovian-laws';

const someServers = fc.integer({ min: 1, max: 400 });

describe('erlangC', () => {
  it("follows from Erlang's B, and is what mmc says", () => {
    fc.assert(
      fc.property(anyLoad, someServers, (load, servers) => {
        const offeredLoad = load * servers;
        const blocked = erlangB({ offeredLoad, servers });
        const waits = erlangC({ offeredLoad, servers });
        closeTo(waits, (servers * blocked) / (servers - offeredLoad * (1 - blocked)), 1e-10);
        closeTo(waits, mmc({ arrivalRate: offeredLoad, serviceTime: 1, servers }).waitingProbability);
      }),
    );
  });

  it('is the load of a single server, falls with the servers and rises with the load', () => {
    fc.assert(
      fc.property(anyLoad, someServers, (load, servers) => {
        closeTo(erlangC({ offeredLoad: load, servers: 1 }), load);
        const offeredLoad = load * servers;
        const waits = erlangC({ offeredLoad, servers });
        expect(waits).toBeLessThanOrEqual(1);
        expect(erlangC({ offeredLoad, servers: servers + 1 })).toBeLessThanOrEqual(waits);
        expect(erlangC({ offeredLoad: offeredLoad * 0.9, servers })).toBeLessThanOrEqual(waits);
      }),
    );
  });

  it('is 1 from saturation on, and 0 when nobody comes', () => {
    expect(erlangC({ offeredLoad: 3, servers: 3 })).toBe(1);
    expect(erlangC({ offeredLoad: 1e300, servers: 3 })).toBe(1);
    expect(erlangC({ offeredLoad: 0, servers: 3 })).toBe(0);
  });

  // from the defining sums in 60 digits (mpmath 1.3)
  it.each([
    [99990, 100000, 0.9609654282997244],
    [1, 40, 4.624404703554101e-49],
    [0.001, 3, 1.665556018395067e-10],
  ])('keeps its digits at A = %d, c = %d', (offeredLoad, servers, expected) => {
    closeTo(erlangC({ offeredLoad, servers }), expected, 1e-12);
  });

  it('rejects bad input', () => {
    expectRejections(erlangC, { offeredLoad: 1, servers: 2 }, [
      [{ offeredLoad: -1 }, 'invalid-value', 'offeredLoad'],
      [{ offeredLoad: Number.POSITIVE_INFINITY }, 'invalid-value', 'offeredLoad'],
      [{ servers: 0 }, 'invalid-value', 'servers'],
      [{ serviceTime: 1 }, 'invalid-shape', 'serviceTime'],
    ]);
  });
});
