import { expect } from 'vitest';
import { SidecoreError } from '../../src/queueing';

/** Runs what must be refused and checks code and path. */
export function refuses(run: () => unknown, code: string, path: string): void {
  let error: unknown;
  try {
    run();
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(SidecoreError);
  const { code: actualCode, path: actualPath } = error as SidecoreError;
  expect([actualCode, actualPath]).toEqual([code, path]);
}
