import { costMechanisms, predict, xenPv } from '../src';

/** The worked example of docs/theory.md, section 8, as a Markdown table. */
export function workedExample(): string {
  const cycles = (value: number) => Math.round(value).toLocaleString('en-GB');
  const rows = ['inter-node-receive', 'inter-node-transmit', 'intra-node'].flatMap((topology) =>
    ['none', 'driver-domain'].map((placement) => {
      const { ledger, throughput } = predict(xenPv, { topology, placement });
      const cells = [
        ...costMechanisms.map((mechanism) => cycles(ledger.total[mechanism])),
        cycles(ledger.total.total),
      ];
      const cores = Object.entries(ledger.cores).map(([name, row]) => `${name} ${cycles(row.total)}`);
      return `| ${topology} | ${placement} | ${cells.join(' | ')} | ${cores.join('; ')} | ${(throughput / 1e9).toFixed(2)} |`;
    }),
  );
  return `| topology | placement | ${costMechanisms.join(' | ')} | total | per core | Gbit/s |
|---|---|${'--:|'.repeat(costMechanisms.length + 1)}---|--:|
${rows.join('\n')}
`;
}
