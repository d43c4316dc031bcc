import { serveTasks } from '../../src/cli/serve-tasks';
import { measure } from './measure';

serveTasks({ measure });
