// Imports iperf3's own output, fits a model of it, and predicts each message size from the others:
//   node examples/lab-rig/iperf3.mjs [folder of other runs]
import { readdirSync, readFileSync } from 'node:fs';
import { fit, validate } from 'sidecore/fit';
import { importObservations, readModel } from 'sidecore/formats';
import { fitTable, validationTable } from 'sidecore/report';

const here = new URL('.', import.meta.url).pathname;

/** What the model predicts, of runs that were pinned, with one stream and the default window. */
function measuredIn(folder) {
  const runs = readdirSync(folder).flatMap((file) => {
    const named = /^tcp_(same|split)_l(\d+)_w0_P1_r(\d+)\.json$/.exec(file);
    if (named === null) return [];
    const [, placement, message, replicate] = named;
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    return [importObservations(text, { file, placement, message: Number(message), replicate })];
  });
  return runs
    .flatMap(({ observations }) => observations)
    .filter(
      ({ metric, placement }) =>
        metric === 'throughput' ||
        // On one core the kernel's work for either end is counted with whoever runs.
        (metric === 'utilization' && placement === 'split'),
    );
}

const model = await readModel(readFileSync(`${here}iperf3.yaml`, 'utf8'), { file: 'iperf3.yaml' });
const fitted = fit(model, measuredIn(`${here}data/iperf3`), { starts: 1, leaveOut: 'cell' });
console.log(fitTable(fitted));
console.log('each cell predicted from the others, throughput');
for (const { placement, message, metric, predicted, measured, lower, upper } of fitted.leaveOut.residuals)
  if (metric === 'throughput')
    console.log(
      `  ${placement.padEnd(5)} ${String(message).padStart(6)} B  predicted ${(predicted / 1e9).toFixed(2)} (${(lower / 1e9).toFixed(2)} .. ${(upper / 1e9).toFixed(2)}), measured ${(measured / 1e9).toFixed(2)} Gbit/s`,
    );
if (process.argv[2]) console.log(validationTable(validate(fitted.model, measuredIn(process.argv[2]))));
