import { serveTasks } from './serve-tasks';
import { workerTasks } from './worker-tasks';

serveTasks(workerTasks);
