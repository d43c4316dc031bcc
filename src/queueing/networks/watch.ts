import { SidecoreError } from '../../common';

/** The part of an AbortSignal that a solver reads. */
export interface StopSignal {
  readonly aborted: boolean;
}

/** Lets a caller follow and stop a long solution. */
export interface WatchOptions {
  /** Stops the solution with the error `aborted` as soon as `aborted` is true; an AbortSignal fits. */
  readonly signal?: StopSignal;
  /** Called now and then with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Called by a solver between two parts of its work with the share that is done; throws when asked to stop. */
export type Watch = (share: number) => void;

export const unwatched: Watch = () => {};

/** Makes the callback that a solver calls between two parts of its work. */
export function watchOf(options: WatchOptions): Watch {
  const { signal, onProgress } = options;
  if (signal === undefined && onProgress === undefined) return unwatched;
  return (share) => {
    onProgress?.(share);
    if (signal?.aborted)
      throw new SidecoreError({
        code: 'aborted',
        path: 'signal',
        message: `the caller asked to stop after ${Math.round(100 * share)} % of the work`,
      });
  };
}
