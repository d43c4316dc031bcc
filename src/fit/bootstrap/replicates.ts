import { deepFreeze, integer, onlyFields, plainObject, SidecoreError } from '../../common';
import { type RandomStream, randomStream } from '../../common/random-stream';
import { type WatchOptions, watchOf } from '../../queueing/networks/watch';
import { type BootstrapSummary, summarizeBootstrap } from './summarize-bootstrap';

export interface BootstrapOptions extends WatchOptions {
  /** How many samples to draw and fit (default 1000). */
  readonly replicates?: number;
  /** Number of the first replicate (default 0): slices on several threads together give what one loop gives. */
  readonly first?: number;
  /** Whole number; a replicate depends on it and on its own number alone (default 1). */
  readonly seed?: number;
  /** Of the intervals (default 0.95). */
  readonly level?: number;
}

/** What a bootstrap answers: the summary, and every replicate. */
export interface BootstrapAnswer extends BootstrapSummary {
  readonly method: 'case-bootstrap' | 'parametric-bootstrap';
  readonly first: number;
  readonly seed: number;
  /** Replicates whose fit gave no answer; they are left out of everything else. */
  readonly failed: number;
  /** Estimates of each replicate that has an answer, in order. */
  readonly samples: readonly (readonly number[])[];
}

export const bootstrapOptionNames = ['replicates', 'first', 'seed', 'level', 'signal', 'onProgress'] as const;

/** Draws and fits; keeps nothing of a replicate but its estimates. */
export function replicate(
  method: BootstrapAnswer['method'],
  estimate: (random: RandomStream, replicate: number) => ArrayLike<number> | null,
  options: BootstrapOptions,
): BootstrapAnswer {
  onlyFields(plainObject(options, 'options'), bootstrapOptionNames, 'options');
  const replicates = integer(options.replicates ?? 1000, 'replicates', 2);
  const first = integer(options.first ?? 0, 'first');
  const seed = integer(options.seed ?? 1, 'seed');
  const watch = watchOf(options);
  const samples: number[][] = [];
  for (let i = 0; i < replicates; i++) {
    watch(i / replicates);
    const estimates = estimate(randomStream(Math.imul(seed + 1, 0x85ebca6b) + first + i), first + i);
    if (estimates === null) continue;
    if (samples.length > 0 && samples[0].length !== estimates.length)
      throw new SidecoreError({
        code: 'invalid-shape',
        path: 'refit',
        message: `${estimates.length} estimates where there were ${samples[0].length} before`,
      });
    samples.push(Array.from(estimates));
  }
  watch(1);
  return deepFreeze({
    method,
    first,
    seed,
    failed: replicates - samples.length,
    samples,
    ...summarizeBootstrap(samples, { level: options.level ?? 0.95 }),
  });
}
