import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, erlangC } from '../../../src/queueing';
import { closeTo, expectRejections } from './markovian-laws';

const anyOffered = fc.double({ min: 1e-3, max: 500, noNaN: true });
const someServers = fc.integer({ min: 1, max: 400 });

describe('erlangB', () => {
  it('gives the small cases in closed form', () => {
    closeTo(erlangB({ offeredLoad: 3, servers: 1 }), 3 / 4);
    closeTo(erlangB({ offeredLoad: 3, servers: 2 }), 4.5 / 8.5);
    expect(erlangB({ offeredLoad: 3, servers: 0 })).toBe(1);
    expect(erlangB({ offeredLoad: 0, servers: 0 })).toBe(1);
    expect(erlangB({ offeredLoad: 0, servers: 5 })).toBe(0);
  });

  it('obeys the recursion B(c) = A B(c-1) / (c + A B(c-1))', () => {
    fc.assert(
      fc.property(anyOffered, someServers, (offeredLoad, servers) => {
        const before = offeredLoad * erlangB({ offeredLoad, servers: servers - 1 });
        closeTo(erlangB({ offeredLoad, servers }), before / (servers + before), 1e-12);
      }),
    );
  });

  it('lies between the fluid loss and 1, falls with the servers and rises with the load', () => {
    fc.assert(
      fc.property(anyOffered, someServers, (offeredLoad, servers) => {
        const blocked = erlangB({ offeredLoad, servers });
        expect(blocked).toBeGreaterThanOrEqual(Math.max(0, 1 - servers / offeredLoad));
        expect(blocked).toBeLessThan(1);
        expect(erlangB({ offeredLoad, servers: servers + 1 })).toBeLessThanOrEqual(blocked);
        expect(erlangB({ offeredLoad: offeredLoad * 1.1, servers })).toBeGreaterThanOrEqual(blocked);
        expect(erlangC({ offeredLoad, servers })).toBeGreaterThanOrEqual(blocked);
      }),
    );
  });

  // from the defining sum in 60 digits (mpmath 1.3)
  it.each([
    [1e5, 100000, 0.0025188934235469062],
    [5e4, 50500, 0.00014882589815086436],
    [2000, 2600, 1.649615073330254e-38],
    [0.5, 170, 0],
    [1e-300, 1, 1e-300],
    [1e300, 5, 1],
  ])('keeps its digits at A = %d, c = %d', (offeredLoad, servers, expected) => {
    closeTo(erlangB({ offeredLoad, servers }), expected, 1e-12);
  });

  it('rejects bad input', () => {
    expectRejections(erlangB, { offeredLoad: 1, servers: 2 }, [
      [{ offeredLoad: -1 }, 'invalid-value', 'offeredLoad'],
      [{ offeredLoad: Number.NaN }, 'invalid-value', 'offeredLoad'],
      [{ servers: -1 }, 'invalid-value', 'servers'],
      [{ servers: 2.5 }, 'invalid-value', 'servers'],
      [{ arrivalRate: 1 }, 'invalid-shape', 'arrivalRate'],
    ]);
  });
});
