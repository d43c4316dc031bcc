/**
 * Benchmarks of the built package, as a Markdown table.
 *
 *   npm run bench              prints it
 *   npm run bench -- --write   also stores it as docs/benchmarks.md
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { compare, pathModel, predict, templates, xenPv } from '../dist/index.js';
import { fits } from './fit.mjs';
import { placements } from './place.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Median of a list. */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds that each of `runs` calls takes. */
function times(runs, body) {
  return Array.from({ length: runs }, () => {
    const start = performance.now();
    body();
    return performance.now() - start;
  });
}

const count = (value) => Math.round(value).toLocaleString('en-US');

/** 10,000 predictions over 100 windows and 100 message sizes, and the comparison that the command line prints. */
function predictions() {
  const model = pathModel(xenPv);
  const scenario = { topology: 'inter-node-receive', placement: 'driver-domain' };
  const sweep = () => {
    for (let window = 2; window <= 200; window += 2)
      for (let step = 1; step <= 100; step++) predict(model, { ...scenario, window, message: 160 * step });
  };
  const [first] = times(1, sweep);
  const settled = median(times(5, sweep));
  const one = median(times(2000, () => predict(model, scenario)));
  const solved = median(times(50, () => predict(model, { ...scenario, batch: 'solve' })));
  const all = median(times(200, () => compare(model)));
  const slowest = (scenario, runs) =>
    Math.max(
      ...Object.values(templates).map((template) => {
        const own = pathModel(template);
        times(runs, () => predict(own, scenario));
        return median(times(runs, () => predict(own, scenario)));
      }),
    );
  const everything = compare(model).predictions.length;
  return [
    ['10,000 predictions over window and message size, fresh process', `${count(1e7 / first)} per second`],
    ['10,000 predictions over window and message size, settled', `${count(1e7 / settled)} per second`],
    ['one prediction, batches given', `${(one * 1000).toFixed(0)} us`],
    ['one prediction, batches solved', `${(solved * 1000).toFixed(0)} us`],
    ['the slowest template, as it comes', `${(slowest({}, 500) * 1000).toFixed(0)} us`],
    [
      'the slowest template, 8 guests with 2 queues each',
      `${slowest({ traffic: { guests: 8, queues: 2 } }, 30).toFixed(2)} ms`,
    ],
    [`the built-in comparison, ${everything} predictions`, `${all.toFixed(2)} ms`],
  ];
}

/** Start-up of the command line beside bare Node: alternating runs, so that a busy machine slows both alike. */
function startUp(runs = 30) {
  const bare = ['-e', '0'];
  const commands = {
    'sidecore --version': [here('../dist/cli.cjs'), '--version'],
    'sidecore predict': [here('../dist/cli.cjs'), 'predict'],
  };
  const run = (args) => {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
    return performance.now() - start;
  };
  const taken = new Map([bare, ...Object.values(commands)].map((args) => [args, []]));
  for (let i = 0; i < runs; i++) for (const [args, list] of taken) list.push(run(args));
  const base = median(taken.get(bare));
  return [
    ['node -e 0', `${base.toFixed(1)} ms`],
    ...Object.entries(commands).map(([name, args]) => {
      const own = median(taken.get(args));
      return [name, `${own.toFixed(1)} ms, ${(own / base).toFixed(2)} x bare Node`];
    }),
  ];
}

/** A million rows of the template, over as many threads as there are processors. */
function sweeps() {
  const axes = [
    'machine.clock=2GHz:4GHz:+0.5GHz',
    'placement=none,driver-domain',
    'window=1:256:x2',
    'message=8B:88896B:+8B',
  ];
  const args = [
    '--require',
    here('./report-usage.cjs'),
    here('../dist/cli.cjs'),
    'sweep',
    '--out',
    '/dev/null',
  ];
  const start = performance.now();
  const { status, output } = spawnSync(
    process.execPath,
    [...args, ...axes.flatMap((axis) => ['--vary', axis])],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`the sweep ended with ${status}`);
  const seconds = (performance.now() - start) / 1000;
  const { cpu, maxRSS } = JSON.parse(output[3]);
  const rows = 5 * 2 * 9 * (88_896 / 8);
  return [
    [
      `sidecore sweep, ${count(rows)} rows`,
      `${seconds.toFixed(1)} s, ${((1e6 * cpu) / rows).toFixed(0)} us of processor time a row, ${count(maxRSS / 1024)} MiB`,
    ],
  ];
}

/** What `bench/queueing.mjs` prints, run on its own. */
function queueing() {
  const { status, stdout } = spawnSync(process.execPath, [here('./queueing.mjs')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`bench/queueing.mjs ended with ${status}`);
  return stdout.trimEnd();
}

const rows = [...predictions(), ...fits(), ...placements(), ...sweeps(), ...startUp()];
const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}, ${process.platform} ${process.arch}`;
const report = [
  '| what | measured |',
  '| --- | --- |',
  ...rows.map(([what, result]) => `| ${what} | ${result} |`),
  '',
  '```text',
  queueing(),
  '```',
  '',
  `Machine: ${machine}.`,
].join('\n');
console.log(report);
if (process.argv.includes('--write')) {
  const title = '# Benchmarks\n\nWritten by `npm run bench -- --write`; medians, one process at a time.';
  writeFileSync(here('../docs/benchmarks.md'), `${title}\n\n${report}\n`);
}
