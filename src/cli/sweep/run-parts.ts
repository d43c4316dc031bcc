import { setImmediate } from 'node:timers/promises';
import type { Sweep } from '../../predict';
import { exitCodes } from '../exit-codes';
import { printNote } from '../output';
import { progressLine } from '../progress';
import { inWorkers } from '../worker-pool';
import type { RowSink } from './row-sink';
import { type SweepPartTask, type SweepPartText, sweepPart } from './sweep-part';

/** Rows that are made at a time: long enough to pay for handing them over, short enough to stop soon. */
const rowsPerPart = 1000;

export interface RunOptions {
  /** Threads that make rows; with 1, this one does. */
  readonly workers: number;
  /** What to say about the way to go on after Ctrl-C. */
  readonly resumable: boolean;
}

/**
 * Makes the rows of a sweep part by part and writes them in their order. No more parts are begun than fit between the
 * threads and the reader, so memory does not grow with the sweep. Ctrl-C ends it after a whole row.
 */
export async function runParts(
  sweep: Sweep,
  task: Omit<SweepPartTask, 'first' | 'count'>,
  sink: RowSink,
  { workers, resumable }: RunOptions,
): Promise<void> {
  const interruption = interruptible(resumable);
  const progress = progressLine();
  const totals = { rows: sink.first, made: 0, failed: 0, unsettled: 0, failure: '' };
  try {
    for await (const part of orderedParts(sweep, task, sink.first, workers)) {
      await sink.write(part.text);
      totals.rows += part.rows;
      totals.made += part.rows;
      totals.failed += part.failed;
      totals.unsettled += part.unsettled;
      totals.failure ||= part.failure ?? '';
      progress?.onProgress(totals.rows / sweep.rowCount);
      if (interruption.happened()) break;
    }
  } finally {
    progress?.clear();
    interruption.end();
    await sink.close();
  }
  report(sweep, totals, interruption.happened());
}

function report(
  { rowCount }: Sweep,
  totals: {
    readonly rows: number;
    readonly made: number;
    readonly failed: number;
    readonly unsettled: number;
    readonly failure: string;
  },
  interrupted: boolean,
): void {
  const { rows, made, failed, unsettled, failure } = totals;
  if (failed > 0) printNote(`${failed} of ${made} rows have no prediction, the first because of ${failure}`);
  if (interrupted && rows < rowCount) {
    printNote(`stopped after ${rows} of ${rowCount} rows; the same command with --resume goes on`);
    process.exitCode = exitCodes.interrupted;
  } else if (failed > 0) process.exitCode = exitCodes.failedCheck;
  else if (unsettled > 0) process.exitCode = exitCodes.noConvergence;
}

/** Notes Ctrl-C instead of dying of it, where the rows so far are worth something. */
function interruptible(resumable: boolean): { happened(): boolean; end(): void } {
  let happened = false;
  const note = () => {
    happened = true;
  };
  const signals = resumable ? (['SIGINT', 'SIGTERM', 'SIGHUP'] as const) : [];
  for (const signal of signals) process.on(signal, note);
  return {
    happened: () => happened,
    end: () => {
      for (const signal of signals) process.off(signal, note);
    },
  };
}

/** Parts in their order: made by threads, or by this one, which hears signals between them. */
async function* orderedParts(
  { rowCount }: Sweep,
  task: Omit<SweepPartTask, 'first' | 'count'>,
  from: number,
  workers: number,
): AsyncIterable<SweepPartText> {
  function* tasks(): Iterable<SweepPartTask> {
    for (let first = from; first < rowCount; first += rowsPerPart)
      yield { ...task, first, count: Math.min(rowsPerPart, rowCount - first) };
  }
  if (workers > 1) {
    yield* inWorkers<SweepPartText>('sweep-part', tasks(), { workers });
    return;
  }
  for (const one of tasks()) {
    yield sweepPart(one);
    await setImmediate();
  }
}
