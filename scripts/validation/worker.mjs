/** Loads TypeScript in a worker thread, which does not inherit that from the script that starts it. */
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
