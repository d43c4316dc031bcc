/** Runs reference cases (JSON files of `{cases: [{id, kind, input, expected, ...}]}`) against adapters by kind. */

export interface ReferenceCase {
  readonly id: string;
  readonly kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the kind, and each adapter knows its own
  readonly input: any;
  readonly expected: Record<string, unknown>;
  /** Absolute tolerance that replaces the relative 1e-9. */
  readonly expectedTol?: number;
  /** Relative tolerance that replaces 1e-9. */
  readonly tolRel?: number;
  /** A textbook's printed figures, with their absolute tolerance. */
  readonly printed?: Record<string, unknown>;
  readonly printedTol?: number;
}

/** Computes, through the public face, every field that the expected record of its kind may name. */
export type Adapter = (
  // biome-ignore lint/suspicious/noExplicitAny: see ReferenceCase.input
  input: any,
  whole: ReferenceCase,
) => Record<string, unknown>;

export interface Mismatch {
  readonly id: string;
  readonly kind: string;
  readonly field: string;
  readonly expected: unknown;
  readonly got: unknown;
  readonly relativeError: number;
}

type Close = (got: number, expected: number) => boolean;

/** Compares one case; an empty list means that it passes. */
export function runCase(whole: ReferenceCase, adapter: Adapter): Mismatch[] {
  let got: Record<string, unknown>;
  try {
    got = adapter(whole.input, whole);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [mismatch(whole, 'threw', 'an answer', message)];
  }
  const scale = largest(whole.expected);
  const tolerance = whole.tolRel ?? 1e-9;
  const close: Close =
    whole.expectedTol === undefined
      ? (a, b) => Math.abs(a - b) <= tolerance * Math.max(Math.abs(b), 1e-9 * scale, 1e-300)
      : (a, b) => Math.abs(a - b) <= whole.expectedTol!;
  const failures: Mismatch[] = [];
  compare(whole, 'expected', whole.expected, got, close, failures);
  if (whole.printed) {
    const printedTolerance = whole.printedTol ?? 1e-3;
    compare(whole, 'printed', whole.printed, got, (a, b) => Math.abs(a - b) <= printedTolerance, failures);
  }
  return failures;
}

function compare(
  whole: ReferenceCase,
  path: string,
  expected: unknown,
  got: unknown,
  close: Close,
  failures: Mismatch[],
): void {
  if (expected === null || expected === undefined) return;
  if (typeof expected === 'number') {
    const equal =
      typeof got === 'number' && (Object.is(got, expected) || got === expected || close(got, expected));
    if (!equal) failures.push(mismatch(whole, path, expected, got));
    return;
  }
  if (typeof expected === 'object') {
    for (const key of Object.keys(expected)) {
      const below = (got as Record<string, unknown> | null | undefined)?.[key];
      compare(whole, `${path}.${key}`, (expected as Record<string, unknown>)[key], below, close, failures);
    }
    return;
  }
  if (expected !== got) failures.push(mismatch(whole, path, expected, got));
}

function mismatch(whole: ReferenceCase, field: string, expected: unknown, got: unknown): Mismatch {
  const relativeError =
    typeof expected === 'number' && typeof got === 'number'
      ? Math.abs(got - expected) / Math.max(Math.abs(expected), 1e-300)
      : Number.NaN;
  return { id: whole.id, kind: whole.kind, field, expected, got, relativeError };
}

function largest(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.abs(value) : 0;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((most: number, item) => Math.max(most, largest(item)), 0);
}
