import { type Check, type CheckRow, check, predict, templates } from '../../src';
import { randomStream } from '../../src/common/random-stream';

const count = 80;
const seed = 7;

interface Asked {
  readonly name: string;
  /** Offered rate over the rate at which the busiest centre is full. */
  readonly load: number;
  readonly answer: Check;
}

/** Random questions about open load over all built-in models, predicted and simulated. */
function ask(): Asked[] {
  const random = randomStream(seed);
  const pick = <T>(all: readonly T[]) => all[Math.floor(random.uniform() * all.length)];
  return Array.from({ length: count }, (_, i) => {
    const template = pick(Object.keys(templates));
    const model = templates[template];
    const topology = pick(Object.keys(model.topologies));
    const placement = pick(Object.keys(model.placements));
    const variation = pick([0, 0.3, 1]);
    const guests = pick([1, 1, 2]);
    const load = pick([0.2, 0.5, 0.8, 0.9, 1.2, 2, 4]);
    const scenario = (arrivalRate: number) => ({
      topology,
      placement,
      traffic: { kind: 'open' as const, arrivalRate, variation, guests },
    });
    const full = predict(model, scenario(1)).load?.saturationRate ?? 0;
    return {
      name: `${template}, ${topology}, ${placement}, ${guests} guests, variation ${variation}`,
      load,
      answer: check(model, scenario((load * full) / guests), {
        replications: 2,
        packets: 12_000,
        seed: i + 1,
      }),
    };
  });
}

/** Losses, utilisation and response times under open load, as a section of the validation report. */
export function openLoad(): string {
  const asked = ask();
  const errors = (quantity: CheckRow['quantity']) =>
    asked
      .flatMap(({ answer }) => answer.rows.filter((row) => row.quantity === quantity))
      .map(({ difference }) => Math.abs(difference))
      .sort((a, b) => a - b);
  const line = (title: string, quantity: CheckRow['quantity'], unit: string) => {
    const all = errors(quantity);
    const at = (share: number) =>
      (100 * all[Math.min(all.length - 1, Math.floor(share * all.length))]).toFixed(1);
    return `| ${title} | ${unit} | ${all.length} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`;
  };
  const rowOf = ({ answer }: Asked, quantity: CheckRow['quantity']) =>
    answer.rows.find((row) => row.quantity === quantity)?.difference ?? 0;
  const worst = [...asked]
    .sort((a, b) => Math.abs(rowOf(b, 'cycleTime')) - Math.abs(rowOf(a, 'cycleTime')))
    .slice(0, 5);
  return `## Open load

${count} random questions over all built-in models: 1 or 2 guests, variation 0, 0.3 or 1, offered 0.2 to 4 times the rate at
which the busiest centre is full. Two runs of 12,000 packets each.

| | unit | values | median | 95th percentile | largest |
| --- | --- | --: | --: | --: | --: |
${line('share lost', 'lossShare', 'points')}
${line('utilisation', 'utilization', 'points')}
${line('response time', 'cycleTime', '%')}
${line('batch', 'batch', '%')}

The five response times that are furthest off:

| error | load | question |
| ---: | ---: | --- |
${worst.map((one) => `| ${(100 * rowOf(one, 'cycleTime')).toFixed(0)} % | ${one.load} | ${one.name} |`).join('\n')}
`;
}
