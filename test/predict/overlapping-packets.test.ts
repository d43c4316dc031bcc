import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PathModel, pathModel, predict, templates } from '../../src';

/** Transactions of several packets over a built-in model. */
const exchanges = fc.constantFrom(...Object.values(templates)).chain((model) =>
  fc.record({
    model: fc.constant(pathModel(model)),
    topology: fc.constantFrom(...Object.keys(model.topologies)),
    placement: fc.constantFrom(...Object.keys(model.placements)),
    message: fc.integer({ min: 64, max: 65_536 }),
    variation: fc.constantFrom(0, 0.3, 1),
    window: fc.integer({ min: 2, max: 64 }),
  }),
);

describe('transactions of several packets', () => {
  it('are no slower side by side than one after the other, and no faster than their busiest centre', () => {
    fc.assert(
      fc.property(exchanges, ({ model, topology, placement, message, variation, window }) => {
        const ask = (of: PathModel, inFlight: number) =>
          predict(of, {
            topology,
            placement,
            batch: 1,
            traffic: { kind: 'request-response', message, reply: message, variation, window: inFlight },
          });
        const many = ask(model, window);
        expect(many.throughput).toBeGreaterThan(ask(model, 1).throughput * (1 - 1e-3));
        expect(many.bracket.lower).toBeLessThanOrEqual(many.throughput * (1 + 1e-9));
        expect(many.bracket.upper).toBeGreaterThanOrEqual(many.throughput * (1 - 1e-9));
        for (const { utilization } of Object.values(many.centres))
          expect(utilization).toBeLessThanOrEqual(1 + 1e-6);
      }),
      { numRuns: 60 },
    );
  });
});
