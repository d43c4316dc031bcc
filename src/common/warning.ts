/** A remark that travels with a result: the answer stands, but within limits that the reader should know. */
export interface Warning {
  /** Stable, listed in docs/warnings.md. */
  readonly code: string;
  readonly message: string;
  /** What it is about, for example a link or a core. */
  readonly path: string;
}
