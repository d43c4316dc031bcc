// Fits the rig and predicts what the fit has not seen: node examples/lab-rig/fit.mjs [--quick] [unseen.csv]
// Without a file every placement x message size, and every placement, is left out in turn; with one, its runs are
// predicted. --quick leaves nothing out.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { quantileSeq } from 'mathjs';
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
  const errors = rows.map(({ predicted, measured }) => Math.abs(predicted / measured - 1));
  const inside = rows.filter(({ lower, upper, measured }) => lower <= measured && measured <= upper).length;
  const at = (share) => percent(quantileSeq(errors, share));
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
    const paths = leaveOut.residuals.filter(ofPaths);
    console.log(`\nleft out by ${by}, throughput`);
    if (by === 'cell') console.log(`  ${errorsOf(paths)}`);
    else {
      // What P0, P1 and solo runs rest on alone, the other placements cannot tell; nor when a core has not halted yet,
      // which only the ping-pong of P2 meets.
      const polled = paths.filter(({ placement }) => placement === 'P2');
      const isPingPong = ({ topology }) => topology === 'ping-pong';
      console.log(`  P2, streams: ${errorsOf(polled.filter((row) => !isPingPong(row)))}`);
      console.log(`  P2, ping-pong: ${errorsOf(polled.filter(isPingPong))}`);
    }
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
