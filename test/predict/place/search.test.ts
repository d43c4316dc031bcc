import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathModel } from '../../../src';
// Which search `place` uses depends on the number of blocks; here all of them search the same small paths.
import { Search } from '../../../src/predict/place/search';
import { searchSpace } from '../../../src/predict/place/search-space';
import { solveScenario } from '../../../src/predict/predict';
import { pipelines } from './pipelines';

const spaces = fc
  .tuple(
    pipelines(6),
    fc.array(fc.constantFrom('yes' as const, 'code-change' as const), { minLength: 6, maxLength: 6 }),
  )
  .map(([input, movable]) => {
    const stages = Object.fromEntries(
      Object.entries(input.stages).map(([name, stage], i) => [
        name,
        stage.movable === 'no' ? stage : { ...stage, movable: movable[i % 6] },
      ]),
    );
    const model = pathModel({ ...input, stages });
    return searchSpace(model, solveScenario(model, {}), 'code-change', ['side-a', 'side-b']);
  });

const limits = fc.record({
  sideCores: fc.integer({ min: 0, max: 2 }),
  changes: fc.constantFrom(0, 1, 2, Number.POSITIVE_INFINITY),
});

describe('the searches of place', () => {
  it('find equally good assignments, within the same limits, with the loads that they say', () => {
    fc.assert(
      fc.property(spaces, limits, (space, limit) => {
        const [all] = new Search(space, 'exhaustive').run(limit).found;
        const methods = [
          'branch-and-bound',
          ...(space.separable ? ['dynamic-programming' as const] : []),
        ] as const;
        for (const method of methods) {
          const { found, proven } = new Search(space, method).run(limit);
          expect(proven).toBe(true);
          expect(Math.abs(found[0].load / all.load - 1)).toBeLessThan(1e-9);
          for (const { assignment, load } of found) {
            expect(Math.abs(Math.max(...space.loadsOf(assignment)) / load - 1)).toBeLessThan(1e-9);
            expect(space.changesOf(assignment).length).toBeLessThanOrEqual(limit.changes);
            for (const core of assignment) expect(core).toBeLessThan(space.sideFrom + limit.sideCores);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
