/**
 * Runs the notebooks of examples/ in Deno's Jupyter kernel and compares what they print with what is stored in them:
 * `npm run notebooks`. With `-- --write` it stores what they print instead.
 */
import { differences, execute, missing, notebooks, writeOutputs } from './notebooks/kernel';

if (missing) {
  console.error(`notebooks: ${missing}`);
  process.exit(2);
}
const write = process.argv.includes('--write');
for (const [path, outputs] of Object.entries(execute(notebooks))) {
  if (write) writeOutputs(path, outputs);
  const found = differences(path, outputs);
  console.log(`${path}: ${outputs.length} cells, ${found.length === 0 ? 'as stored' : 'NOT as stored'}`);
  for (const one of found) console.error(one);
  if (found.length > 0) process.exitCode = 1;
}
