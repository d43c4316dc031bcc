import { Worker } from 'node:worker_threads';
import { SidecoreError } from '../common';
import type { Answer } from './serve-tasks';

export interface PoolOptions {
  /** Threads, 1 or more. */
  readonly workers: number;
  /** Stops before the next result with an `aborted` error. */
  readonly signal?: { readonly aborted: boolean };
  /** The file that answers the tasks, as plain JavaScript. Default: the one of the built command line. */
  readonly entry?: URL;
}

/**
 * Has threads work on a task and yields its results in the order of the inputs, whichever thread is first. Inputs are
 * taken as they are needed, two for each thread at a time, so neither inputs nor results pile up.
 *
 * @param task a name that the workers' entry file knows
 * @param inputs whatever `structuredClone` copies
 * @throws SidecoreError what a task threw, as it threw it; `aborted`
 */
export async function* inWorkers<Result>(
  task: string,
  inputs: Iterable<unknown>,
  { workers, signal, entry = ownEntry() }: PoolOptions,
): AsyncGenerator<Result, void, undefined> {
  const threads: Thread[] = [];
  const pending: Promise<Result>[] = [];
  try {
    for (const input of inputs) {
      if (threads.length < workers) threads.push(new Thread(entry));
      const idlest = threads.reduce((best, thread) => (thread.load < best.load ? thread : best));
      const answer = idlest.ask<Result>(task, input);
      // It is awaited in its turn; until then its failure is not unhandled.
      answer.catch(() => {});
      pending.push(answer);
      if (pending.length === 2 * workers) yield await next(pending, signal);
    }
    while (pending.length > 0) yield await next(pending, signal);
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

function next<Result>(pending: Promise<Result>[], signal: PoolOptions['signal']): Promise<Result> {
  if (signal?.aborted)
    throw new SidecoreError({ code: 'aborted', path: 'signal', message: 'stopped as asked' });
  return pending.shift()!;
}

/** The built entry, which stands beside the built command. */
function ownEntry(): URL {
  return new URL('worker.cjs', import.meta.url);
}

/** A thread that answers one question after the other. */
class Thread {
  private readonly worker: Worker;
  private readonly waiting: { resolve(result: unknown): void; reject(error: unknown): void }[] = [];
  private failure?: Error;

  /** Questions that it has not answered yet. */
  get load(): number {
    return this.waiting.length;
  }

  constructor(entry: URL) {
    this.worker = new Worker(entry);
    this.worker.on('message', (answer: Answer) => {
      const { resolve, reject } = this.waiting.shift()!;
      if ('result' in answer) resolve(answer.result);
      else reject(errorOf(answer));
    });
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', (code) => this.fail(new Error(`a worker thread ended with code ${code}`)));
  }

  ask<Result>(task: string, input: unknown): Promise<Result> {
    if (this.failure) return Promise.reject(this.failure);
    return new Promise<Result>((resolve, reject) => {
      this.waiting.push({ resolve: resolve as (result: unknown) => void, reject });
      this.worker.postMessage({ task, input });
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failure = error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}

function errorOf({ details, error }: Exclude<Answer, { result: unknown }>): unknown {
  return details === undefined ? error : new SidecoreError(details);
}
