import { parentPort } from 'node:worker_threads';
import { SidecoreError, type SidecoreErrorDetails } from '../common/error';

/** What a worker thread says: a result, or the details of a `SidecoreError`, or another error. */
export type Answer =
  | { readonly result: unknown }
  | { readonly details?: SidecoreErrorDetails; readonly error?: unknown };

export type Tasks = Readonly<Record<string, (input: never) => unknown>>;

/** Makes this thread answer tasks, one after the other. */
export function serveTasks(tasks: Tasks): void {
  let last: Promise<void> = Promise.resolve();
  parentPort!.on('message', ({ task, input }: { task: string; input: never }) => {
    last = last.then(async () => {
      parentPort!.postMessage(await answer(tasks, task, input));
    });
  });
}

async function answer(tasks: Tasks, task: string, input: never): Promise<Answer> {
  try {
    return { result: await tasks[task](input) };
  } catch (error) {
    return error instanceof SidecoreError ? { details: error.details() } : { error };
  }
}
