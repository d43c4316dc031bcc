/**
 * Times of fits: 200 observations of 25 settings, 12 parameters with ranges.
 *
 *   npm run build && node bench/fit.mjs
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fit as fitModel } from '../dist/fit.js';
import { pathModel, predict, xenPv } from '../dist/index.js';

const model = pathModel(xenPv);
const topology = 'inter-node-receive';
const fitted = {
  free: [
    'stages.tcp-receive.cycles',
    'stages.netfront-receive.cycles',
    'stages.netback-receive.cycles',
    'stages.bridge-receive.cycles',
    'stages.grant-copy.cycles',
    'stages.grant-copy.cyclesPerByte',
    'mechanisms.event-channel.targetCycles',
    'mechanisms.event-channel.switchCycles',
    'machine.latency.peer',
    'machine.latency.remotePeer',
    'contexts.driver-domain.footprintLines',
    'contexts.receiving-guest.footprintLines',
  ],
};

/** Throughput, cycles by context and misses by level, off by a few per cent in a pattern that repeats. */
function observations() {
  const rows = [];
  const placements = Object.keys(model.placements);
  for (let run = 0; rows.length < 200; run++) {
    const placement = placements[run % placements.length];
    const message = run % 2 === 0 ? 1448 : 256;
    const batch = 1 + 2 * Math.floor(run / 3);
    const prediction = predict(model, { topology, placement, message, batch });
    const add = (metric, subject, value, level) => {
      if (!(value > 0) || rows.length >= 200) return;
      const noise = 1 + 0.03 * Math.sin(7 * rows.length);
      rows.push({
        ...{ configuration: '', topology, placement, message, window: 64, metric, subject, level, unit: '' },
        value: value * noise,
        origin: { file: 'bench', line: rows.length },
        covariates: { batch },
      });
    };
    const { stages, misses } = prediction.ledger;
    add('throughput', '', prediction.throughput);
    for (const context of new Set(stages.map((stage) => stage.context)))
      add(
        'cycles_per_packet',
        context,
        stages.reduce((sum, { context: own, cycles }) => sum + (own === context ? cycles.total : 0), 0),
      );
    for (const level of ['l2', 'llc', 'peer', 'remotePeer', 'tlb'])
      add('misses_per_packet', '', misses[level], level);
  }
  return rows;
}

const timed = (body) => {
  const start = performance.now();
  body();
  return performance.now() - start;
};

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The command line's fit with so many replicates, over as many threads as there are processors. */
function command(file, replicates) {
  const args = ['--require', here('./report-usage.cjs'), here('../dist/cli.cjs'), 'fit', '--json'];
  const start = performance.now();
  const { status, output } = spawnSync(
    process.execPath,
    [...args, '--template', 'xen-pv', file, '--free', fitted.free.join(), '--bootstrap', String(replicates)],
    { stdio: ['ignore', 'ignore', 'inherit', 'pipe'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the fit ended with ${status}`);
  return { seconds: (performance.now() - start) / 1000, mebibytes: JSON.parse(output[3]).maxRSS / 1024 };
}

/** Time and memory of few and of many replicates. */
function bootstraps(rows) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = join(folder, 'observations.csv');
  const columns = ['topology', 'placement', 'message', 'window', 'metric', 'subject', 'value', 'unit'];
  const units = { throughput: 'bit/s' };
  const cells = (row) => ({ ...row, subject: row.level ?? row.subject, unit: units[row.metric] ?? '' });
  const lines = rows.map((row) => [...columns.map((name) => cells(row)[name]), row.covariates.batch].join());
  writeFileSync(file, `${[...columns, 'batch'].join()}\n${lines.join('\n')}\n`);
  try {
    return [1000, 4000].map((replicates) => {
      const { seconds, mebibytes } = command(file, replicates);
      return [
        `sidecore fit --bootstrap ${replicates} of the same`,
        `${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB`,
      ];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Rows of the table of benchmarks. */
export function fits() {
  const rows = observations();
  const first = timed(() => fitModel(model, rows, fitted));
  const settled = Math.min(...Array.from({ length: 4 }, () => timed(() => fitModel(model, rows, fitted))));
  return [
    [`fit of ${rows.length} observations, 12 parameters, fresh process`, `${(first / 1000).toFixed(2)} s`],
    [`fit of ${rows.length} observations, 12 parameters, settled`, `${(settled / 1000).toFixed(2)} s`],
    ...bootstraps(rows),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [what, time] of fits()) console.log(`${what}: ${time}`);
