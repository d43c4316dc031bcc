import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PathModelInput, predict, templates } from '../../src';

/** Two contexts that read payload of the device, each from its own queue, on cores of the sockets given. */
const twoReaders = (exponent: number, sockets: [string, string], inCache = 0.5): PathModelInput => ({
  machine: {
    clock: 1e9,
    cores: { one: { socket: sockets[0] }, other: { socket: sockets[1] } },
    latency: { l2: 0, llc: 40, dram: 240, peer: 0, remotePeer: 0 },
    streamingParallelism: { l2: 1, llc: 4, dram: 4, peer: 1, remotePeer: 1 },
    randomParallelism: { l2: 1, llc: 1, dram: 1, peer: 1, remotePeer: 1 },
    directCacheAccess: inCache,
    // Fast enough for waiting to be nothing.
    memoryBandwidth: 1e15,
    llcSharingExponent: exponent,
  },
  network: { rate: 1e12 },
  traffic: { message: 640 },
  contexts: { first: {}, second: {} },
  stages: {
    read: { context: 'first', cycles: 1000, reads: ['packet'] },
    again: { context: 'second', cycles: 1000, reads: ['packet'] },
  },
  topologies: { path: { stages: ['read', 'again'] } },
  placements: { apart: { assign: { first: 'one', second: 'other' } } },
});

describe('sharing of the last-level cache', () => {
  it('by hand: equal contexts have half of it each, and 2^0.5 times the misses', () => {
    // 10 lines, half of them from memory: 5 (2^0.5 - 1) = 2.071 lines at (240 - 40) / 4 = 50 cycles for each reader.
    const { ledger } = predict(twoReaders(0.5, ['near', 'near']));
    const lines = 5 * (Math.SQRT2 - 1);
    for (const stage of ledger.stages) {
      expect(stage.cycles.sharing).toBeCloseTo(50 * lines, 9);
      expect(stage.misses.dram).toBeCloseTo(5 + lines, 9);
      expect(stage.misses.llc).toBeCloseTo(5 - lines, 9);
    }
  });

  it('loses no more lines than hit before', () => {
    // All but a tenth come from memory: the tenth is all that can be lost.
    const { ledger } = predict(twoReaders(2, ['near', 'near'], 0.1));
    for (const { misses } of ledger.stages) expect([misses.dram, misses.llc]).toEqual([10, 0]);
  });

  it('is nothing on sockets of their own, and nothing by default', () => {
    expect(predict(twoReaders(0.5, ['near', 'far'])).ledger.total.sharing).toBe(0);
    expect(predict(twoReaders(0, ['near', 'near'])).ledger.total.sharing).toBe(0);
    for (const template of Object.values(templates)) expect(predict(template).ledger.total.sharing).toBe(0);
  });

  it('moves lines from the cache to memory, more with a larger exponent, and never raises the throughput', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(templates)),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.05, max: 2, noNaN: true }),
        fc.double({ min: 1, max: 2, noNaN: true }),
        (name, directCacheAccess, exponent, more) => {
          const template = templates[name];
          const [none, some, most] = [0, exponent, Math.min(2, exponent * more)].map((llcSharingExponent) =>
            predict(
              { ...template, machine: { ...template.machine, directCacheAccess, llcSharingExponent } },
              { topology: 'inter-node-receive' },
            ),
          );
          const { misses, total } = some.ledger;
          expect(misses.dram + misses.llc).toBeCloseTo(none.ledger.misses.dram + none.ledger.misses.llc, 6);
          expect(total.sharing).toBeGreaterThanOrEqual(0);
          expect(most.ledger.total.sharing).toBeGreaterThanOrEqual(total.sharing * (1 - 1e-9));
          expect(most.throughput).toBeLessThanOrEqual(some.throughput * (1 + 1e-6));
          expect(some.throughput).toBeLessThanOrEqual(none.throughput * (1 + 1e-6));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('says what an exponent may be', () => {
    expect(() => predict(twoReaders(-1, ['near', 'near']))).toThrow(/machine\.llcSharingExponent.*0 and 2/);
  });
});
