import { type Prediction, pathModel, predict, xenPv } from '../src';

const model = pathModel(xenPv);

/** Lanes from the wire to the application, by the context of the stages in them. */
const lanes: readonly { readonly context: string; readonly title: string }[] = [
  { context: 'driver-domain', title: 'driver domain' },
  { context: 'hypervisor', title: 'hypervisor' },
  { context: 'receiving-guest', title: 'guest' },
];
const topology = 'inter-node-receive';

const ink = '#1f2328';
const faint = '#59636e';
const font = 'font-family="Helvetica Neue, Helvetica, Arial, DejaVu Sans, sans-serif"';
/** Fill, outline and text of the boxes that a core runs. */
const coreColors: Readonly<Record<string, { fill: string; line: string }>> = {
  'guest-core': { fill: '#e9ecef', line: '#8c959f' },
  'side-core': { fill: '#d3e8f6', line: '#0072b2' },
};
const mechanisms = [
  { name: 'reload', color: '#c25400' },
  { name: 'switch', color: '#a8518a' },
  { name: 'transfer', color: '#0072b2' },
] as const;

const left = 150;
const pitch = 98;
const box = { width: 82, data: 36, reply: 24 };
const lane = { height: 84, gap: 6 };
const nicHeight = 40;
const bendAfter = 6;
const headHeight = 62;
const panelHeight = headHeight + nicHeight + lanes.length * (lane.height + lane.gap);
const width = 1150;
const aside = 950;

interface Box {
  readonly stage: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** The Xen path of a received packet and of its acknowledgements under two placements, with the cycles of each stage. */
export function pathPicture(): string {
  const before = predict(model, { topology, placement: 'none' });
  const after = predict(model, { topology, placement: 'driver-domain' });
  const height = 2 * panelHeight + 100;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${summary(before, after)}" ${font}>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0.5L8,4L0,7.5Z" fill="${faint}"/></marker></defs>
<rect width="${width}" height="${height}" rx="10" fill="#ffffff"/>
${panel(before, before, 'Without offload: the driver domain shares the core of the guest', 20)}
${panel(after, before, 'With offload: the driver domain on a side-core', 20 + panelHeight + 22)}
${text(24, height - 40, 'Numbers in boxes are cycles per packet. Upper row of a lane: the packet; lower row: its acknowledgement.', { color: faint })}
${text(24, height - 20, 'Dashed: an event or interrupt. Between contexts of one core it costs a switch and a reload of caches; between cores, a wake-up and lines that move.', { color: faint })}
</svg>
`;
}

function summary(before: Prediction, after: Prediction): string {
  return `Path of a packet received by a Xen guest: ${gigabits(before)} with the driver domain on the core of the guest, ${gigabits(after)} with the driver domain on a side-core`;
}

function panel(prediction: Prediction, base: Prediction, title: string, top: number): string {
  const speedup = prediction === base ? '' : ` (${(prediction.throughput / base.throughput).toFixed(2)}x)`;
  const lanesTop = top + headHeight + nicHeight;
  const laneTop = (context: string) =>
    lanesTop + lanes.findIndex((one) => one.context === context) * (lane.height + lane.gap);
  const boxes = placed(prediction, laneTop);
  const [data, reply] = boxes;
  const nicY = top + headHeight - 6;
  const coreOf = new Map(prediction.ledger.stages.map(({ stage, core }) => [stage, core]));
  const totals = new Map(prediction.ledger.stages.map(({ stage, cycles }) => [stage, cycles.total]));
  const signals = new Set(model.topologies[topology].links.map(({ from, to }) => `${from}>${to}`));

  const hop = (from: Box, to: Box) => arrow(from, to, signals.has(`${from.stage}>${to.stage}`));
  const hops = (list: readonly Box[]) => list.slice(1).map((one, i) => hop(list[i], one));
  const firstX = data[0].x + box.width / 2;
  const last = reply[reply.length - 1];
  const turn = data[data.length - 1];
  const acknowledging = reply[0];
  return [
    text(20, top + 16, title, { size: 17, weight: 'bold' }),
    text(
      20,
      top + 38,
      `${gigabits(prediction)}${speedup}, ${grouped(prediction.cyclesPerPacket)} cycles per packet`,
      {
        size: 14,
        color: faint,
      },
    ),
    ...lanes.map(({ context, title: name }) => {
      const y = laneTop(context);
      return [
        `<rect x="12" y="${y}" width="${aside - 24}" height="${lane.height}" rx="6" fill="#f6f8fa"/>`,
        text(24, y + lane.height / 2 + 4, name, { weight: 'bold' }),
      ].join('\n');
    }),
    `<rect x="${left - 18}" y="${nicY}" width="${2 * pitch}" height="26" rx="4" fill="#ffffff" stroke="${ink}" stroke-width="1.2"/>`,
    text(left - 18 + pitch, nicY + 17, `NIC, ${model.network.rate / 1e9} Gbit/s wire`, { anchor: 'middle' }),
    text(24, nicY + 17, 'hardware', { weight: 'bold' }),
    line(`M${firstX},${nicY + 26}V${data[0].y - 1}`, true),
    text(firstX + 8, nicY + 40, 'interrupt', { size: 11, color: faint }),
    line(`M${last.x},${last.y + last.height / 2}H${left - 10}V${nicY + 27}`, false),
    ...hops(data),
    ...hops(reply),
    line(
      `M${turn.x + box.width / 2},${turn.y + turn.height}V${acknowledging.y + box.reply / 2}H${acknowledging.x + box.width + 1}`,
      false,
    ),
    ...[...data, ...reply].map((one) => stageBox(one, coreOf.get(one.stage)!, totals.get(one.stage)!)),
    coresAside(prediction, lanesTop),
  ].join('\n');
}

/** Where the boxes stand: the packet's from left to right, those of the acknowledgement back from right to left. */
function placed(prediction: Prediction, laneTop: (context: string) => number): [Box[], Box[]] {
  const isReply = (stage: string) => model.stages[stage].per === 'acknowledgement';
  const stages = prediction.ledger.stages.map(({ stage }) => stage);
  const data = stages.filter((stage) => !isReply(stage));
  const reply = stages.filter(isReply);
  const x = (column: number) => left + column * pitch;
  const y = (stage: string) => laneTop(model.stages[stage].context);
  return [
    data.map((stage, i) => ({ stage, x: x(i), y: y(stage) + 9, height: box.data })),
    reply.map((stage, i) => ({
      stage,
      x: x(reply.length - 1 - i),
      y: y(stage) + 9 + box.data + 6,
      height: box.reply,
    })),
  ];
}

function stageBox({ stage, x, y, height }: Box, core: string, cycles: number): string {
  const { fill, line: stroke } = coreColors[core];
  const name = stage.replace(/-send-acknowledgement$|-receive$/, '').replaceAll('-', ' ');
  const middle = x + box.width / 2;
  const shape = `<rect x="${x}" y="${y}" width="${box.width}" height="${height}" rx="4" fill="${fill}" stroke="${stroke}"/>`;
  if (height === box.reply)
    return `${shape}\n${text(middle, y + 16, `${name} ${grouped(cycles)}`, { anchor: 'middle', size: 11 })}`;
  return [
    shape,
    text(middle, y + 15, name, { anchor: 'middle', size: 12 }),
    text(middle, y + 29, grouped(cycles), { anchor: 'middle', size: 11, color: faint }),
  ].join('\n');
}

/** From box to box; dashed where the hand-over is an event, which costs a switch or a wake-up. */
function arrow(from: Box, to: Box, event: boolean): string {
  const forward = to.x > from.x;
  const start = { x: forward ? from.x + box.width : from.x, y: from.y + from.height / 2 };
  const end = { x: forward ? to.x - 1 : to.x + box.width + 1, y: to.y + to.height / 2 };
  // Near its start, so that the packet's way down and the acknowledgement's way up keep apart.
  const bend = start.x + (forward ? bendAfter : -bendAfter);
  return line(`M${start.x},${start.y}H${bend}V${end.y}H${end.x}`, event);
}

function line(path: string, event: boolean): string {
  const dashes = event ? ' stroke-dasharray="4 3"' : '';
  return `<path d="${path}" fill="none" stroke="${faint}" stroke-width="1.3"${dashes} marker-end="url(#head)"/>`;
}

/** How busy the cores are, and what the placement costs. */
function coresAside({ centres, ledger }: Prediction, top: number): string {
  const cores = Object.entries(centres).filter(([, { kind }]) => kind === 'core');
  const bars = cores.map(([name, { utilization }], i) => {
    const y = top + 14 + i * 48;
    const { fill, line: stroke } = coreColors[name];
    const full = width - aside - 24;
    return [
      text(aside, y, name, { weight: 'bold' }),
      text(aside + full, y, `${Math.round(100 * utilization)} % busy`, { anchor: 'end' }),
      `<rect x="${aside}" y="${y + 7}" width="${full}" height="12" rx="3" fill="#ffffff" stroke="${stroke}"/>`,
      `<rect x="${aside}" y="${y + 7}" width="${Math.min(1, utilization) * full}" height="12" rx="3" fill="${fill}" stroke="${stroke}"/>`,
    ].join('\n');
  });
  const y = top + 122;
  return [
    ...bars,
    text(aside, y, 'cycles per packet for', { color: faint }),
    ...mechanisms.flatMap(({ name, color }, i) => [
      text(aside, y + 22 + i * 20, name, { color, weight: 'bold' }),
      text(width - 24, y + 22 + i * 20, grouped(ledger.total[name]), {
        anchor: 'end',
        color,
        weight: 'bold',
      }),
    ]),
  ].join('\n');
}

interface TextLook {
  readonly size?: number;
  readonly color?: string;
  readonly weight?: string;
  readonly anchor?: string;
}

function text(
  x: number,
  y: number,
  words: string,
  { size = 13, color = ink, weight = 'normal', anchor = 'start' }: TextLook = {},
): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${color}" text-anchor="${anchor}">${words}</text>`;
}

const gigabits = ({ throughput }: Prediction) => `${(throughput / 1e9).toFixed(2)} Gbit/s`;
const grouped = (value: number) => Math.round(value).toLocaleString('en-US');
