/**
 * Every error code that Sidecore throws, with what it means. Codes are stable: a program may branch on them.
 * docs/errors.md lists them with the remedy.
 */
export const errorCodes = {
  'invalid-value': 'a value is outside its range, or not of its kind',
  'invalid-shape': 'a list or table has the wrong length, or an object lacks or has too many fields',
  'invalid-unit': 'a quantity has no unit, an unknown unit, or the unit of something else',
  'invalid-syntax': 'a file or an expression cannot be read',
  'unknown-name': 'a name refers to nothing',
  cycle: 'a graph that must have an order has a cycle',
  'too-large': 'an exact answer would need more time or memory than is sensible',
  unsupported: 'the method does not apply to this model',
  'no-convergence': 'an iteration did not reach its tolerance',
  'missing-dependency': 'an optional package is not installed',
  'invalid-usage': 'a command line that cannot be followed',
  aborted: 'the caller asked to stop',
} as const;

export type ErrorCode = keyof typeof errorCodes;

export interface SidecoreErrorDetails {
  readonly code: ErrorCode;
  /** What was given and what is allowed, in one sentence. */
  readonly message: string;
  /** Where in the input, for example `stations.disk.demand`. */
  readonly path?: string;
  /** What to do next. */
  readonly hint?: string;
}

/**
 * The one error that Sidecore throws for bad input or an answer that cannot be given.
 *
 * @example
 * try {
 *   mmc({ arrivalRate: -1, serviceTime: 0.1, servers: 2 });
 * } catch (error) {
 *   error.code; // 'invalid-value'
 *   error.path; // 'arrivalRate'
 * }
 */
export class SidecoreError extends Error {
  readonly code: ErrorCode;
  readonly path: string;
  readonly hint: string;

  constructor(details: SidecoreErrorDetails) {
    const where = details.path ? `${details.path}: ` : '';
    const next = details.hint ? `; ${details.hint}` : '';
    super(`${where}${details.message}${next}`);
    this.name = 'SidecoreError';
    this.code = details.code;
    this.path = details.path ?? '';
    this.hint = details.hint ?? '';
  }

  toJSON(): { code: ErrorCode; message: string; path: string; hint: string } {
    return { code: this.code, message: this.message, path: this.path, hint: this.hint };
  }
}
