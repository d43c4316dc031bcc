import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predict, type Unit } from '../../src';

const visits = (per: Unit, traffic: Parameters<typeof predict>[1] & object, pageSize = 4096): number => {
  const { ledger } = predict(
    {
      machine: { clock: 1e9, cores: { one: {} }, pageSize },
      contexts: { work: {} },
      stages: { stage: { context: 'work', cycles: 100, per } },
      topologies: { path: { stages: ['stage'], reply: { topology: 'path' } } },
      placements: { here: { assign: { work: 'one' } } },
    },
    traffic,
  );
  return ledger.stages.reduce((sum, one) => sum + one.visits, 0);
};
const segments = (segmentation: number) => ({ message: 65_160, traffic: { segmentation } });

describe('units of a stage', () => {
  it('a segment of 45 packets of 1448 bytes fills 16 pages of 4 KiB', () => {
    // 45 x 1448 = 65,160 = 15.9 x 4096: a grant operation is of one page.
    expect(45 * visits('page', segments(45))).toBeCloseTo(16, 12);
    expect(visits('segment', segments(45))).toBeCloseTo(1 / 45, 12);
  });

  it('a packet that fits a page takes one', () => {
    expect(visits('page', segments(1))).toBe(1);
    expect(visits('page', { message: 1 })).toBe(1);
  });

  it('a stream is acknowledged at most once a segment', () => {
    expect(visits('acknowledgement', segments(1))).toBe(0.5);
    expect(visits('acknowledgement', segments(2))).toBe(0.5);
    expect(visits('acknowledgement', segments(45))).toBeCloseTo(1 / 45, 12);
  });

  it('segments of requests and replies end with the message', () => {
    const exchange = (message: number) => ({
      message,
      traffic: { kind: 'request-response' as const, reply: 1, segmentation: 45 },
    });
    expect(visits('segment', exchange(1))).toBe(2);
    expect(visits('segment', exchange(65_160))).toBeCloseTo(2, 12);
    expect(visits('segment', exchange(65_161))).toBeCloseTo(3, 12);
  });

  it('pages: no fewer than the payload fills, no more than one besides for each segment, none below the segments', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1 << 20 }),
        fc.double({ min: 1, max: 64, noNaN: true }),
        fc.constantFrom(4096, 16_384, 65_536),
        (message, segmentation, pageSize) => {
          const asked = { message, traffic: { segmentation } };
          const pages = visits('page', asked, pageSize);
          const perSegment = visits('segment', asked, pageSize);
          const payload = message / Math.ceil(message / 1448);
          expect(pages).toBeGreaterThanOrEqual((payload / pageSize) * (1 - 1e-6));
          expect(pages).toBeGreaterThanOrEqual(perSegment * (1 - 1e-12));
          expect(pages).toBeLessThanOrEqual(payload / pageSize + perSegment);
        },
      ),
    );
  });
});
