/** What the exit code of every command means. */
export const exitCodes = {
  ok: 0,
  /** There is an answer, and a check in it failed. */
  failedCheck: 1,
  /** Bad input or a command line that cannot be followed. */
  badInput: 2,
  /** An iteration did not reach its tolerance; what was found is printed. */
  noConvergence: 3,
  /** A mistake of this program (EX_SOFTWARE of sysexits.h). */
  internal: 70,
  /** Stopped by Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;
