import { inWorkers } from '../../src/cli/worker-pool';
import { type Configuration, configuration, nameOf } from './configuration';
import type { Measured } from './measure';
import { quantiles } from './quantiles';

const count = 360;
/** Seeds of the configurations that the formulas were improved on, and of others that nothing was chosen on. */
const seeds = [1, 2];
const otherSeed = 3;

/** Measures random configurations on threads, in their order. */
export async function measureAll(configurations: readonly Configuration[]): Promise<Measured[]> {
  const entry = new URL('worker.mjs', import.meta.url);
  const rows: Measured[] = [];
  for await (const row of inWorkers<Measured>('measure', configurations, { workers: 2, entry }))
    rows.push(row);
  return rows;
}

/** Formulas beside simulation over random configurations, as a section of the validation report. */
export async function randomConfigurations(): Promise<string> {
  const drawn = (from: number) =>
    measureAll(Array.from({ length: count }, (_, index) => configuration(from, index)));
  const rows: Measured[] = [];
  for (const seed of seeds) rows.push(...(await drawn(seed)));
  return report(rows, await drawn(otherSeed));
}

function report(rows: readonly Measured[], others: readonly Measured[]): string {
  const narrow = rows.filter(({ halfWidth }) => halfWidth <= 0.01).length;
  const batches = rows.flatMap((row) => row.batches);
  const within = (factor: number) =>
    batches.filter(
      ({ predicted, simulated }) => Math.abs(Math.log(predicted / simulated)) <= Math.log(factor),
    ).length / batches.length;
  const worst = [...rows]
    .sort((a, b) => Math.abs(b.throughputError) - Math.abs(a.throughputError))
    .slice(0, 10);
  return `## Random configurations

${rows.length} configurations drawn from all built-in models: topology, placement, kind of traffic, window (1 to 256),
message (64 B to 64 KiB), batch cap (4 to 256), variation of the work (0, 0.3, 1), and in a fifth of them several guests
and queues. Each is predicted with solved batches, and simulated packet by packet until the 95 % interval of four runs is
within 1 % (${narrow} of ${rows.length}). The simulation shares what a stage costs with the formulas, and nothing of how they
find throughput, batches and waiting.

${table('drawn', [...rows, ...others], (row) => (rows.includes(row) ? 'these' : 'others, which nothing was chosen on'))}

Errors of throughput and of batches are relative, of utilisation in points; shown are median, 95th percentile and
largest. Outside the bracket is a simulated throughput that lies there by more than its own interval.
${outsideOf(rows)} Of the others: ${outsideOf(others)}

Of ${batches.length} batches ${percent(within(2))} are within a factor of two and ${percent(within(4))} within one of four, which is what the bracket
reckons with.

Where the formulas miss:

- Regular transactions on busy cores: those that have met stay in one batch; the formula takes them as apart.
- Guests that share one core: their turns depend on who woke first.
- A consumer that is nearly saturated: its batches vary by orders of magnitude, with little effect on the throughput.
- A saturated core that serves both directions of traffic: which of them it serves more (\`uneven-flows\`).

### By template

${table('template', rows, ({ configuration: { template } }) => template)}

### By kind of traffic

${table('kind', rows, kindOf)}

### By variation of the work

${table('variation', rows, ({ configuration: { scenario } }) => String(scenario.traffic.variation))}

### The ten worst

| error | interval | warnings | configuration |
| ---: | ---: | --- | --- |
${worst
  .map(
    (row) =>
      `| ${percent(row.throughputError)} | ±${percent(row.halfWidth)} | ${row.warnings.join(', ')} | ${nameOf(row.configuration)} |`,
  )
  .join('\n')}
`;
}

/** How many lie outside their bracket, and how many of them without a word. */
function outsideOf(rows: readonly Measured[]): string {
  const outside = rows.filter(({ outside: by }) => by > 0);
  const far = outside.filter(({ outside: by }) => by > 0.01).length;
  const silent = outside.filter(({ warnings }) => !warnings.some((code) => excusing.includes(code)));
  const named = silent.map(({ configuration: { seed, index } }) => `${seed}.${index}`);
  return `${outside.length} of ${rows.length} lie outside, ${far} of them by more than 1 %, and ${silent.length}${silent.length > 0 ? ` (${named.join(', ')})` : ''} without one of the warnings ${excusing.map((code) => `\`${code}\``).join(', ')}.`;
}

/** Warnings that say that the bracket may not hold. */
export const excusing: readonly string[] = [
  'no-convergence',
  'bistable-batch',
  'clumped-batches',
  'notification-regime',
  'uneven-flows',
];

function kindOf({ configuration: { scenario } }: Measured): string {
  const { kind, guests = 1, queues = 1 } = scenario.traffic;
  return guests * queues > 1 ? `${kind}, several guests or queues` : kind!;
}

function table(title: string, rows: readonly Measured[], groupOf: (row: Measured) => string): string {
  const groups = new Map<string, Measured[]>();
  for (const row of rows) {
    const group = groupOf(row);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  const lines = [...groups].sort().map(([name, members]) => {
    const throughput = members.map(({ throughputError }) => throughputError);
    const batch = members.flatMap(({ batches }) =>
      batches.map(({ predicted, simulated }) => predicted / simulated - 1),
    );
    const utilization = members.flatMap(({ utilizationErrors }) => utilizationErrors);
    const outside = members.filter((row) => row.outside > 0).length;
    return `| ${name} | ${members.length} | ${spread(throughput)} | ${spread(utilization)} | ${spread(batch)} | ${outside} |`;
  });
  return `| ${title} | configurations | throughput, % | utilisation, points | batch, % | outside the bracket |
| --- | ---: | ---: | ---: | ---: | ---: |
${lines.join('\n')}`;
}

function spread(errors: readonly number[]): string {
  if (errors.length === 0) return '';
  const { median, most, largest } = quantiles(errors);
  return [median, most, largest].map((error) => (100 * error).toFixed(1)).join(' / ');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
