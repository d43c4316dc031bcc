import { checkRun } from './check-run';
import { sweepPart } from './sweep/sweep-part';

/** What the command line's worker threads can do. */
export const workerTasks = { 'check-run': checkRun, 'sweep-part': sweepPart };
