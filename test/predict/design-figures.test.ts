import { describe, expect, it } from 'vitest';
import { memoCheckRows } from '../../scripts/validation/memo-checks';

describe('the figures of the design', () => {
  // By hand, or from the design's own prototype, whose formulas were within 4 % of its simulations.
  it.each(memoCheckRows({ replications: 2, packets: 5000 }).map((row) => [row.what, row] as const))(
    '%s',
    (_, { figure, predicted, simulated }) => {
      expect(Math.abs(predicted / figure - 1)).toBeLessThan(0.05);
      if (simulated !== undefined) expect(Math.abs(predicted / simulated - 1)).toBeLessThan(0.1);
    },
  );
});
