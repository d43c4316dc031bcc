import { inWorkers } from '../../src/cli/worker-pool';
import { type Configuration, configuration, nameOf } from './configuration';
import type { Measured } from './measure';
import { quantiles } from './quantiles';

const count = 360;
const seed = 1;

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
  const rows = await measureAll(Array.from({ length: count }, (_, index) => configuration(seed, index)));
  return report(rows);
}

function report(rows: readonly Measured[]): string {
  const narrow = rows.filter(({ halfWidth }) => halfWidth <= 0.01).length;
  const outside = rows.filter(({ outside }) => outside > 0);
  const far = outside.filter(({ outside: by }) => by > 0.01);
  const silent = far.filter(({ warnings }) => !warnings.some((code) => excusing.includes(code)));
  const batches = rows.flatMap((row) => row.batches);
  const isWithinTwo = ({ predicted, simulated }: Measured['batches'][number]) =>
    Math.abs(Math.log(predicted / simulated)) <= Math.log(2);
  const worst = [...rows]
    .sort((a, b) => Math.abs(b.throughputError) - Math.abs(a.throughputError))
    .slice(0, 10);
  return `## Random configurations

${rows.length} configurations drawn from all built-in models: topology, placement, kind of traffic, window (1 to 256),
message (64 B to 64 KiB), batch cap (4 to 256), variation of the work (0, 0.3, 1), and in a fifth of them several guests
and queues. Each is predicted with solved batches, and simulated packet by packet until the 95 % interval of four runs is
within 1 % (${narrow} of ${rows.length}). The simulation shares what a stage costs with the formulas, and nothing of how they
find throughput, batches and waiting.

${table('all', rows, () => 'all')}

Errors of throughput and of batches are relative, of utilisation in points; shown are median, 95th percentile and
largest. ${outside.length} simulated throughputs lie outside the predicted bracket by more than their own interval, ${far.length} of
them by more than 1 %, and of these ${silent.length} without one of the warnings ${excusing.map((code) => `\`${code}\``).join(', ')}.

Of ${batches.length} batches ${percent(batches.filter(isWithinTwo).length / batches.length)} are within a factor of two, which is what the bracket reckons with.

Where the formulas miss:

- Few regular transactions: they clump into one batch, which then stays together; the formula takes them as apart.
- Guests that share one core: their turns depend on who woke first.
- A fast consumer on a core of its own: when its producer is nearly as slow, its batches vary by orders of magnitude,
  with little effect on the throughput. The median of batch errors is of little use for that reason.

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

/** Warnings that say that the bracket may not hold. */
export const excusing: readonly string[] = [
  'no-convergence',
  'bistable-batch',
  'clumped-batches',
  'notification-regime',
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
