// Fits the rig and predicts what the fit has not seen: node examples/lab-rig/fit.mjs [--quick] [unseen.csv]
// Without a file every placement x message size, and every placement, is left out in turn; with one, its runs are
// predicted. --quick leaves nothing out.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { withValues } from 'sidecore';
import { fit, validate } from 'sidecore/fit';
import { readModel, readObservations, writeModel } from 'sidecore/formats';
import { fitTable, validationTable } from 'sidecore/report';

const path = (name) => new URL(name, import.meta.url).pathname;
const quick = process.argv.includes('--quick');
const unseen = process.argv.slice(2).find((argument) => !argument.startsWith('--'));

function observationsOf(file) {
  const script = [path('observations.mjs'), ...(file ? [file] : [])];
  const text = execFileSync(process.execPath, script, { encoding: 'utf8', maxBuffer: 1e8 });
  const { observations, problems } = readObservations(text, { file: 'observations.csv' });
  if (problems.length > 0) throw new Error(`${problems.length} rows cannot be read: ${problems[0].message}`);
  return observations;
}

/** Numbers that are one number of the machine: fitted with one factor. */
const tied = {
  walk: ['stages.*-walk*.cycles'],
  copy: [
    'stages.*copy*.cyclesPerByte',
    'stages.guest-read.cyclesPerByte',
    'stages.receiver-reply.cyclesPerByte',
  ],
  sleep: ['mechanisms.*.deepSleepTime'],
  halt: ['mechanisms.*.haltTime'],
  lines: ['mechanisms.*.switchLines'],
  notify: ['mechanisms.ring.sourceCycles', 'mechanisms.wake.sourceCycles'],
  wake: ['mechanisms.ring.wakeCycles', 'mechanisms.wake.wakeCycles'],
  latency: ['mechanisms.ring.wakeLatency', 'mechanisms.wake.wakeLatency'],
};

const model = await readModel(readFileSync(path('model.yaml'), 'utf8'), { file: 'model.yaml' });
const observations = observationsOf();
const fitted = fit(model, observations, { tied, starts: 1 });
console.log(fitTable(fitted));
writeFileSync(path('fitted.yaml'), writeModel(fitted.model));

const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** Median and 90th percentile of |predicted / measured - 1|, and the share within the 95 % interval. */
function errorsOf(rows) {
  const errors = rows
    .map(({ predicted, measured }) => Math.abs(predicted / measured - 1))
    .sort((a, b) => a - b);
  const inside = rows.filter(({ lower, upper, measured }) => lower <= measured && measured <= upper).length;
  const at = (share) => percent(errors[Math.min(errors.length - 1, Math.floor(share * errors.length))]);
  return `${rows.length} settings: median ${at(0.5)}, 90th percentile ${at(0.9)}, in the 95 % interval ${percent(inside / rows.length)}`;
}

/** Throughput of the runs with several processes. */
const ofPaths = ({ metric, placement }) => metric === 'message_rate' && placement !== 'solo';
console.log(`throughput in sample\n  ${errorsOf(fitted.residuals.filter(ofPaths))}`);

if (unseen) {
  console.log(validationTable(validate(fitted.model, observationsOf(unseen))));
} else if (!quick) {
  for (const by of ['cell', 'placement']) {
    const { leaveOut } = fit(model, observations, { tied, starts: 1, leaveOut: by });
    // What P0, P1 and solo runs rest on alone, the other placements cannot tell.
    const rows = leaveOut.residuals.filter(
      (row) => ofPaths(row) && (by === 'cell' || row.placement === 'P2'),
    );
    console.log(`\nleft out by ${by}, throughput${by === 'cell' ? '' : ' of P2'}\n  ${errorsOf(rows)}`);
    const cores = leaveOut.residuals.filter(({ metric }) => metric === 'utilization');
    const points = cores
      .map(({ predicted, measured }) => Math.abs(predicted - measured))
      .sort((a, b) => a - b);
    console.log(
      `  utilization of ${points.length} cores: median ${percent(points[points.length >> 1])} of a core`,
    );
  }
  // The same model without caches: a line costs the same wherever it is.
  const flat = withValues(model, {
    'machine.latency.l2': 0,
    'machine.latency.llc': 0,
    'machine.latency.dram': 0,
    'machine.latency.peer': 0,
    'machine.ownershipCycles': 0,
  });
  const { lines, ...withoutLines } = tied;
  const without = ['machine.*', 'machine.*.*', 'contexts.*.*', 'mechanisms.*.switchLines'];
  const { leaveOut } = fit(flat, observations, {
    tied: withoutLines,
    fixed: without,
    starts: 1,
    leaveOut: 'cell',
  });
  console.log(
    `\nwithout cache terms, left out by cell, throughput\n  ${errorsOf(leaveOut.residuals.filter(ofPaths))}`,
  );
}
