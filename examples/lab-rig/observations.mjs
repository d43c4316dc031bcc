// Turns runs of the rig (the columns of data/rig.csv) into observations for `sidecore fit` and `sidecore validate`:
//   node examples/lab-rig/observations.mjs [rig.csv] > observations.csv
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';

const source = process.argv[2] ?? new URL('data/rig.csv', import.meta.url).pathname;
const name = source.split('/').at(-1);
const { data: runs } = Papa.parse(readFileSync(source, 'utf8'), { header: true, skipEmptyLines: true });

/** Why a run is left out, by covariates alone; null for one that is taken. */
function leftOut(run) {
  if (run.used !== '1') return 'disturbed, or the cores did not share a last-level cache (used = 0)';
  if (Number(run.idlepoll) === 1)
    return 'a spinner kept the cores from halting, which the model does not know';
  const sets = ['g_ws_kb', 'd_ws_kb', 'r_ws_kb'].map((set) => Number(run[set]));
  if (Math.max(...sets) >= 2048)
    return 'a set of 2 MiB or more: bistable between 40 and 320 cycles a line, which no single number describes';
  return null;
}

const alone = {
  g: () => 'guest-alone',
  d: ({ path }) => (path === 'inter' ? 'driver-alone-sending' : 'driver-alone'),
  r: () => 'receiver-alone',
};

function topologyOf(run) {
  if (run.placement === 'solo') return alone[run.solo[0]](run);
  if (run.mode === 'pingpong') return 'ping-pong';
  return run.path === 'inter' ? 'inter-node' : 'intra-node';
}

/** Numbers of the model that the knobs of a run set. */
function settingsOf(run) {
  const number = (column) => Number(run[column]);
  const linesOf = { guest: 'g', driver: 'd', receiver: 'r' };
  const settings = { batchCap: number('batch'), 'network.rate': (number('wire_gbit') || 1000) * 1e9 };
  for (const [context, letter] of Object.entries(linesOf)) {
    settings[`contexts.${context}.footprintLines`] = number(`${letter}_ws_kb`) * 16;
    settings[`contexts.${context}.touchedLinesPerUnit`] = number(`${letter}_lines`);
    settings[`stages.${context}-walk.visits`] = number(`${letter}_lines`);
  }
  settings['stages.driver-walk-back.visits'] = number('d_lines');
  return settings;
}

/** [metric, subject, value, unit] of everything that a run measured and the model predicts. */
function measuredIn(run) {
  const number = (column) => Number(run[column]);
  const rows = [['message_rate', '', number('msgs_per_s'), '1/s']];
  // The work of the token bucket, and a frame that waits for it, are in the driver's time: only the rate tells.
  if (number('wire_gbit') > 0) return rows;
  const polls = run.placement === 'P2';
  if (run.placement !== 'solo') rows.push(['utilization', 'core0', number('c0_rig'), 'ratio']);
  // A core that polls is always busy, and says nothing.
  if (['P1', 'P3'].includes(run.placement)) rows.push(['utilization', 'core1', number('c1_rig'), 'ratio']);
  const cycles = (subject, value) => rows.push(['cycles_per_packet', subject, value, 'cycles']);
  const rounds = run.mode === 'pingpong' ? 2 : 1;
  const has = (letter) =>
    number(`${letter}_demand`) > 0 && (run.placement !== 'solo' || run.solo[0] === letter);
  if (has('g')) cycles('guest', number('g_demand'));
  if (has('d') && !(polls && rounds === 2)) {
    const sent = run.path === 'inter' ? number('d_fwd') : 0;
    cycles('driver', rounds * (number('d_demand') - sent));
    if (sent > 0) cycles('send', sent);
  }
  if (has('r')) cycles('receiver', number('r_demand'));
  return rows;
}

const observations = [];
const dropped = new Map();
runs.forEach((run, at) => {
  const reason = leftOut(run);
  if (reason !== null) {
    dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
    return;
  }
  for (const [metric, subject, value, unit] of measuredIn(run))
    observations.push({
      configuration: run.config,
      topology: topologyOf(run),
      placement: run.placement,
      message_bytes: run.size,
      window: run.window,
      replicate: run.rep,
      metric,
      subject,
      value,
      unit,
      origin: `${name}:${at + 2}`,
      ...settingsOf(run),
    });
});
console.log(Papa.unparse(observations, { newline: '\n' }));
const taken = new Set(observations.map(({ origin }) => origin)).size;
console.error(`${name}: ${runs.length} runs, ${taken} taken, ${observations.length} observations`);
for (const [reason, count] of dropped) console.error(`  ${count} left out: ${reason}`);
