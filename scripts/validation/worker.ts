import { checkRun } from '../../src/cli/check-run';
import { serveTasks } from '../../src/cli/serve-tasks';

serveTasks({ 'check-run': checkRun });
