import { costMechanisms, type Prediction, predict, templates } from '../../src';
import { sources } from './published/figures';
import { pollingMisses } from './published/polling-misses';
import type { PublishedRow } from './published/rows';
import { publishedRows } from './published-rows';

/** Figures that others published beside what the templates say, as a section of the validation report. */
export async function publishedRatios(): Promise<string> {
  const rows = await publishedRows();
  const named = (source: string) => rows.filter((row) => row.source === source);
  const used = [...new Set(rows.map(({ source }) => source))];
  return `## Published figures

${rows.length} figures of ${used.length} sources, predicted by the templates on the machine of the templates; nothing was tuned to any of
them. Most are ratios of two figures of one source, so that the machine matters less. Stages are put on cores as in the
measurement (\`scripts/validation/published/test-beds.ts\`); "as measured" rows take one cost from another figure of the same
source. ${summary(rows)}

${[...used.map((source) => `### ${sources[source]}\n\n${table(named(source))}`), pollingMisses()].filter((part) => part !== '').join('\n\n')}

### Signs

${signs()}`;
}

function summary(rows: readonly PublishedRow[]): string {
  const sizes = rows.map(({ published, predicted }) => Math.abs(Math.log(predicted / published)));
  const sorted = [...sizes].sort((a, b) => a - b);
  const within = (factor: number) => sizes.filter((size) => size <= Math.log(factor)).length;
  const ratios = rows.filter(({ published }) => published < 100 && Math.abs(Math.log(published)) > 0.05);
  const right = ratios.filter(({ published, predicted }) => Math.log(published) * Math.log(predicted) > 0);
  return `Half are within ${percent(Math.exp(sorted[sorted.length >> 1]) - 1)}, ${within(1.25)} of ${rows.length} within a factor of 1.25 and ${within(2)} within 2. Of the ${ratios.length} ratios
that differ from 1 by more than 5 %, ${right.length} have the right side of 1.`;
}

function table(rows: readonly PublishedRow[]): string {
  const lines = rows.map(({ what, published, predicted, remark }) => {
    const error = percent(predicted / published - 1);
    return `| ${what} | ${figure(published)} | ${figure(predicted)} | ${error} | ${remark} |`;
  });
  return [
    '| what | published | predicted | error | why, or what is missing |',
    '|---|--:|--:|--:|---|',
    ...lines,
  ].join('\n');
}

const figure = (value: number) =>
  value >= 1000 ? Math.round(value).toLocaleString('en-GB') : Number(value.toPrecision(3)).toString();
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

interface Sign {
  readonly what: string;
  readonly before: Prediction;
  readonly after: Prediction;
}

/** What a separate core does to cycles and to throughput, in both directions of the literature. */
function signs(): string {
  const at = (template: string, topology: string, placement: string, applicationCycles = 0) =>
    predict(templates[template], { topology, placement, traffic: { applicationCycles } });
  const pair = (
    what: string,
    template: string,
    topology: string,
    from: string,
    to: string,
    cycles = 0,
  ): Sign => ({
    what,
    before: at(template, topology, from, cycles),
    after: at(template, topology, to, cycles),
  });
  const all = [
    pair('Xen, between machines, receive', 'xen-pv', 'inter-node-receive', 'none', 'driver-domain'),
    pair('Xen, between machines, transmit', 'xen-pv', 'inter-node-transmit', 'none', 'driver-domain'),
    pair('Xen, inside one machine', 'xen-pv', 'intra-node', 'none', 'driver-domain'),
    pair('Xen, inside, other socket', 'xen-pv', 'intra-node', 'none', 'driver-domain-other-socket'),
    pair(
      'vhost-net, inside, other socket',
      'kvm-vhost-net',
      'intra-node',
      'none',
      'vhost-worker-other-socket',
    ),
    pair(
      'Xen, interrupts of a busy guest on another core',
      'xen-pv-offload',
      'inter-node-receive',
      'driver-domain',
      'guest-receive-on-side-core',
      8000,
    ),
  ];
  const lines = all.map(({ what, before, after }) => {
    const changes = costMechanisms
      .map((mechanism) => ({
        mechanism,
        change: Math.round(after.ledger.total[mechanism] - before.ledger.total[mechanism]),
      }))
      .filter(({ change }) => change !== 0)
      .map(({ mechanism, change }) => `${mechanism} ${change > 0 ? '+' : ''}${change}`);
    const cycles = Math.round(after.cyclesPerPacket - before.cyclesPerPacket);
    return `| ${what} | ${(after.throughput / before.throughput).toFixed(2)} | ${cycles > 0 ? '+' : ''}${cycles} | ${changes.join(', ')} |`;
  });
  return `A core of its own for the driver: throughput over that without, cycles per packet more or fewer, and the ledger that
explains them.

| path | throughput | cycles | of which |
|---|--:|--:|---|
${lines.join('\n')}

- Lee and Strazdins, TrustCom 2013 (abstract): a side-core for the driver domain raises the throughput between and inside
  machines, and much of that comes from fewer cache misses. The first three rows agree: both directions and the local path
  gain, and what the cycles fall by is reload, less what transfer adds.
- Separate cores that cost cycles: in the fourth and fifth row payload and rings that cross sockets outweigh reload and
  switches spared. The fourth still carries more, having a core more to do it on; the fifth had a core for each worker
  before, and carries less.
- Dall et al., ISCA 2016 (in Bugnion et al., section 8.4): interrupts of a busy guest spread over its virtual processors take
  its overhead from 84 to 16 % (Apache) and from 32 to 9 % (memcached). The sixth row has the same sign.`;
}
