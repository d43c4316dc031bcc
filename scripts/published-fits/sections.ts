import type { FitResidual } from '../../src/fit';
import { sources } from '../validation/published/figures';
import { fitEmulatedIommu } from './emulated-iommu';
import { fitGrants } from './persistent-grants';
import { acrossProcessors, type ErrorsOfTimes, fitPollingCores, type PollingCores } from './polling-cores';
import {
  errorLine,
  errorOf,
  figure,
  inInterval,
  parameterTable,
  percent,
  statisticsLine,
  table,
  warningList,
} from './tables';

/** Two fits' predictions of the same figures side by side. */
function beside(rows: readonly FitResidual[], others: readonly FitResidual[]) {
  return rows.map((row) => {
    const other = others.find(({ configuration }) => configuration === row.configuration)!;
    return [row.configuration, figure(row.measured), errorOf(row), errorOf(other), inInterval(other)];
  });
}

export function grantSection(): string {
  const { single, bySize, bulk } = fitGrants();
  const alone = single.leaveOut!.residuals;
  const sizes = bySize.leaveOut!.residuals;
  const untold = single.leaveOut!.groups.filter(({ observedElsewhere }) => !observedElsewhere);
  return `## Xen: grant operations against persistent grants

**Data**: ${sources.martins};
Xeon E5-1650 v2, 3.5 GHz. Twelve packet rates of one queue between a guest and the driver
domain: sent and received, 64, 1,496 and 65,535 bytes, by grant operations (map on transmit, copy on receive) and with
grants that stay mapped.

**Model**: the templates \`xen-pv\` and \`xen-pv-persistent-grants\` as one, with the driver domain as the other end. A packet
of 65,535 bytes fills 16 pages, so grant map and copy take 16 steps. Netback copies what fits in 128 bytes instead of
mapping it. \`grant-copy\` is one factor for an operation on a header and on a page (${figure(900)} cycles at 1);
\`plain-copy\` is one for the bytes of every copy without a hypercall (0.3 cycles a byte at 1). Grant and copy costs have no
known range here, since that of the template comes from the same source.

${parameterTable(single)}

${statisticsLine(single)}

The steps show: ${figure(single.parameters['stages.grant-map.cycles'].estimate)} cycles to map and unmap a page, on top of a packet's ${figure(single.parameters['stages.netback-transmit.cycles'].estimate)} in netback, against 1,000 in the template.

**Left out**: each figure predicted without it: ${errorLine(alone)}. Each size as a whole: ${errorLine(sizes)}.

${table(['packets/s', 'measured', 'error in sample', 'error left out', 'left out, in its interval'], beside(single.residuals, alone))}

**Bulk throughput**, of which the fit saw nothing: ${errorLine(bulk.residuals)}.

${table(
  ['bit/s', 'measured', 'predicted', 'error', 'in its interval'],
  bulk.residuals.map((row) => [
    row.configuration,
    figure(row.measured),
    figure(row.predicted),
    errorOf(row),
    inInterval(row),
  ]),
)}

**What the data cannot tell**

${warningList(single)}

- Bulk needs TCP/IP, wake-ups and the copies of both users, which no packet rate shows: they are the template's, made for
  2009. The interval knows only of what was fitted, so it is too narrow for bulk.
- ${
    untold.length === 0
      ? 'Every parameter is told by more than one figure.'
      : `Without ${untold.map(({ group }) => group).join(', and without ')} some parameter is not told by the rest, so that error is no test of the model.`
  }
- \`xen-pv-grant-map\` (map on receive) is in no figure and is not fitted. Figures of two and three queues are not used.
- A packet's bytes cost lines of the last-level cache and cycles of the copy: rates alone do not part the two (\`plain-copy\`
  and \`streamingParallelism.llc\`).
- Received with grants kept, 64 bytes, comes out too slow: the two ways are given one netback, while the patches
  that keep grants also copy at once instead of in a thread. A cost of that thread as one more parameter was not told by
  the data.
- Cycles of a processor were not published: only rates, so only the slower of two cores is seen in each figure.
`;
}

export async function iommuSection(): Promise<string> {
  const { cycles, mappings } = await fitEmulatedIommu();
  const throughput = (rows: readonly FitResidual[]) => rows.filter(({ metric }) => metric === 'throughput');
  const ofCycles = throughput(cycles.leaveOut!.residuals);
  const ofMappings = throughput(mappings.leaveOut!.residuals);
  const row = (label: string, rows: readonly FitResidual[]) =>
    rows.map((one) => [
      `${one.configuration}, ${label}`,
      figure(one.measured),
      figure(one.predicted),
      errorOf(one),
      inInterval(one),
    ]);
  return `## An emulated IOMMU on the guest's core and on a side-core

**Data**: ${sources.viommu},
netperf throughput in whole per cents of the line rate; cycles of map and unmap, figure 2
(digitised). Xeon X5570, 2.93 GHz, 10 GbE.

**Model**: \`examples/viommu-side-core/model.yaml\`.

**From cycles and throughput**: free are the cycles of each call under each placement and those of the rest of a packet's
path (\`tcp-ip\`).

${parameterTable(cycles)}

${statisticsLine(cycles)}

**From throughput alone**: free are \`tcp-ip\` and \`mappings\`, the calls of map and unmap for each packet, with the cycles of
a call as published. The example assumes one mapping a packet and says that it cannot be confirmed; the throughput of the
three configurations together is best met by ${figure(mappings.parameters.mappings.estimate)}.

${parameterTable(mappings)}

${statisticsLine(mappings)}

**Left out**: throughput of each configuration predicted from the others. With cycles: ${errorLine(ofCycles)}. From
throughput alone: ${errorLine(ofMappings)}.

${table(['bit/s', 'measured', 'predicted', 'error', 'in its interval'], [...row('with cycles', ofCycles), ...row('throughput alone', ofMappings)])}

**What the data cannot tell**, from cycles and throughput:

${warningList(cycles)}

and from throughput alone:

${warningList(mappings)}

- 10 % in whole per cents is anything from 9.5 to 10.5. With two parameters for three figures the intervals span factors:
  they hold the measurements, but tell little.
- How \`tcp-ip\` and the mappings share a packet's cycles is seen only through the native row, where a call is cheap.
- No throughput with the side-core on another socket is in the data, so its calls are not fitted.
`;
}

const errors = ({ median, p90 }: ErrorsOfTimes) => `${percent(median)}, ${percent(p90)}`;

/** Empty where the measurements are not there. */
export function pollingSection(): string {
  const all = fitPollingCores();
  if (!all) return '';
  const across = acrossProcessors();
  const penalty = ([name, value]: [string, number]) =>
    `\`${name.replace(/_(misses_)?per_pkt$/, '')}\` ${figure(value)}`;
  const leftOut = (name: string, key: string) => [name, ...all.map((one) => errors(one.leftOut[key]))];
  const rows = (name: string, of: (one: PollingCores) => string) => [name, ...all.map(of)];
  return `## Three polling cores: time from misses

**Data**: Takeya et al., NetSoft 2023 (EIVU): a path like vhost-user, with receive (\`rx\`), network function (\`nf\`) and
transmit (\`tx\`) each on a polling core; throughput, and misses per packet by stage and level. The measurements carry no
licence to copy, so only what comes out of them is here.

**Model**: nanoseconds a packet = a constant + the sum over stages and levels of penalty x misses, penalties of zero or more
(\`nonNegativeLeastSquares\`, relative errors). *Slowest stage*: the largest of the three stages' times, each a constant of its
own + the same penalties x its misses (\`multiStartLeastSquares\`). Left out is each configuration
(design, factor, aggregation) in turn. Errors are of the time per packet, median and 90th percentile.

${table(
  ['', ...all.map(({ processor }) => processor)],
  [
    rows('runs, configurations', (one) => `${one.rows}, ${one.configurations}`),
    rows('counters of a stage', (one) => `${one.counters}`),
    rows('penalties that are zero', (one) => `${one.zero} of ${3 * one.counters}`),
    rows('condition number of the others', (one) => figure(one.conditionNumber)),
    rows('pairs of counters that go together (above 0.95)', (one) => `${one.together}`),
    rows('in sample', (one) => errors(one.inSample)),
    leftOut('left out: mean time', 'mean'),
    leftOut('left out: batch and metadata size, no misses', 'settings'),
    leftOut('left out: misses', 'misses'),
    leftOut('left out: misses, batch and metadata size', 'both'),
    leftOut('left out: slowest stage, by misses', 'slowest'),
    leftOut('left out: misses without those of rx', 'without rx'),
    leftOut('left out: misses without those of nf', 'without nf'),
    leftOut('left out: misses without those of tx', 'without tx'),
  ],
)}

Penalties above zero, nanoseconds a miss:

${all.map(({ processor, penalties }) => `- ${processor}: ${Object.entries(penalties).map(penalty).join(', ')}`).join('\n')}

Last-level misses alone, which all three processors count, each processor predicted from the two others:
${errors(across.misses)}. The mean time of the two others: ${errors(across.mean)}.

**What the data cannot tell**

- Only the Xeon counts all levels. The Core Ultra counts last-level misses alone, which hardly vary, and they
  tell nothing of its time.
- A penalty of zero does not say that a miss is free: where misses of several levels come together, the fit gives
  the time to one of them. A penalty above the latency of memory stands for what comes with that miss, not for the miss.
- The stages run side by side, so that the slowest sets the time and a sum over them is not how the path works; yet where
  a batch is handed on, one stage's misses delay the next. The data do not decide: see the rows of both.
- Leaving out the misses of one stage changes little and can help, so the fit does not say in which stage the time goes.
- Penalties of one processor do not carry over to another.
`;
}
