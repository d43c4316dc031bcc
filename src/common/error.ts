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
  'file-access': 'a file cannot be read or written',
  aborted: 'the caller asked to stop',
} as const;

/** A code of `errorCodes`. */
export type ErrorCode = keyof typeof errorCodes;

/** What a `SidecoreError` says, and is made from. */
export interface SidecoreErrorDetails {
  readonly code: ErrorCode;
  /** What was given and what is allowed, in one sentence. */
  readonly message: string;
  /** Where in the input, for example `stations.disk.demand`. */
  readonly path?: string;
  /** What to do next. */
  readonly hint?: string;
  /** Place in a file, for example `model.yaml:12:5`. */
  readonly location?: string;
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
  readonly location: string;
  readonly #message: string;

  constructor(details: SidecoreErrorDetails) {
    const file = details.location ? `${details.location}: ` : '';
    const where = details.path ? `${details.path}: ` : '';
    const next = details.hint ? `; ${details.hint}` : '';
    super(`${file}${where}${details.message}${next}`);
    this.name = 'SidecoreError';
    this.code = details.code;
    this.path = details.path ?? '';
    this.hint = details.hint ?? '';
    this.location = details.location ?? '';
    this.#message = details.message;
  }

  /** The same error with the place in the file that it comes from. */
  at(location: string, path: string = this.path): SidecoreError {
    return new SidecoreError({ ...this.details(), path, location });
  }

  /** What it was made of, to make it again where only plain data can go. */
  details(): SidecoreErrorDetails {
    const { code, path, hint, location } = this;
    return { code, message: this.#message, path, hint, location };
  }

  /** The parts of the error, for a document. */
  toJSON(): { code: ErrorCode; message: string; path: string; hint: string; location: string } {
    return {
      code: this.code,
      message: this.message,
      path: this.path,
      hint: this.hint,
      location: this.location,
    };
  }
}
