/** Codes of the remarks that a prediction or a comparison can carry; docs/warnings.md explains each. */
export const warningCodes = [
  'batch-assumed-equal',
  'batch-limited-by-window',
  'bistable-batch',
  'clumped-batches',
  'contention-not-modelled',
  'cross-socket-extrapolated',
  'era-mismatch',
  'flow-imbalance',
  'message-extrapolated',
  'miss-penalties-assumed',
  'no-convergence',
  'notification-regime',
  'overloaded',
  'polling-core',
  'receive-livelock',
  'scheduler-contention',
  'sibling-estimate',
  'uneven-flows',
  'wide-bracket',
  'window-limited',
] as const;
/** A code of `warningCodes`. */
export type WarningCode = (typeof warningCodes)[number];

/** Adds a remark. `path`: the part of the model or of the path that it is about. */
export type Warn = (code: WarningCode, path: string, message: string) => void;
