import { checkRun } from './check-run';
import { fitReplicates } from './fit-replicates';
import { sweepPart } from './sweep/sweep-part';

/** What the command line's worker threads can do. */
export const workerTasks = {
  'check-run': checkRun,
  'fit-replicates': fitReplicates,
  'sweep-part': sweepPart,
};
