import {
  type BootstrapAnswer,
  bootstrapFit,
  type FitOptions,
  type Observation,
  summarizeBootstrap,
} from '../fit';
import type { PathModel } from '../iopath/model';
import { progressLine } from './progress';
import { inWorkers } from './worker-pool';

/** Some replicates of a fit: everything that a worker thread needs to know. */
export interface FitReplicatesTask {
  readonly model: PathModel;
  readonly observations: readonly Observation[];
  readonly fit: FitOptions;
  readonly first: number;
  readonly replicates: number;
}

/** Makes some replicates. */
export function fitReplicates({ model, observations, fit, ...slice }: FitReplicatesTask): BootstrapAnswer {
  return bootstrapFit(model, observations, { ...slice, fit, seed: fit.seed ?? 1 });
}

/** Slices for each thread: each makes the fit anew, but shows how far they are. */
const slices = 4;
/** One replicate alone is no bootstrap. */
const fewest = 2;

/** A bootstrap of a fit by several threads: the same as one thread makes. */
export async function bootstrapInWorkers(
  task: Omit<FitReplicatesTask, 'first' | 'replicates'>,
  replicates: number,
  workers: number,
): Promise<BootstrapAnswer> {
  const size = Math.max(fewest, Math.ceil(replicates / (slices * workers)));
  function* tasks(): Iterable<FitReplicatesTask> {
    for (let first = 0; first < replicates; ) {
      const left = replicates - first;
      const count = left < size + fewest ? left : size;
      yield { ...task, first, replicates: count };
      first += count;
    }
  }
  const progress = progressLine();
  const parts: BootstrapAnswer[] = [];
  let done = 0;
  try {
    for await (const part of inWorkers<BootstrapAnswer>('fit-replicates', tasks(), { workers })) {
      parts.push(part);
      done += part.replicates + part.failed;
      progress?.onProgress(done / replicates);
    }
  } finally {
    progress?.clear();
  }
  const samples = parts.flatMap((part) => part.samples);
  return {
    ...parts[0],
    failed: parts.reduce((sum, part) => sum + part.failed, 0),
    samples,
    ...summarizeBootstrap(samples),
  };
}
