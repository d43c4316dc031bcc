import { costMechanisms, predict, xenPv } from '../src';

/** Sharing of the last-level cache is not counted there. */
const mechanisms = costMechanisms.filter((mechanism) => mechanism !== 'sharing');

/** The worked example of docs/theory.md, section 8, as a Markdown table. */
export function workedExample(): string {
  const cycles = (value: number) => Math.round(value).toLocaleString('en-GB');
  const rows = ['inter-node-receive', 'inter-node-transmit', 'intra-node'].flatMap((topology) =>
    ['none', 'driver-domain'].map((placement) => {
      const { ledger, throughput } = predict(xenPv, { topology, placement });
      const cells = [
        ...mechanisms.map((mechanism) => cycles(ledger.total[mechanism])),
        cycles(ledger.total.total),
      ];
      const cores = Object.entries(ledger.cores).map(([name, row]) => `${name} ${cycles(row.total)}`);
      return `| ${topology} | ${placement} | ${cells.join(' | ')} | ${cores.join('; ')} | ${(throughput / 1e9).toFixed(2)} |`;
    }),
  );
  return `| topology | placement | ${mechanisms.join(' | ')} | total | per core | Gbit/s |
|---|---|${'--:|'.repeat(mechanisms.length + 1)}---|--:|
${rows.join('\n')}
`;
}
