import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { nonNegativeLeastSquares } from '../../../src/fit';

/** Measurements whose licence keeps them out of the repository; read where they lie beside a checkout. */
const file = new URL('../../../../shared/published/eivu_vhostuser.dev.csv', import.meta.url);
const cpu = 'Intel Xeon w7-2475X';
const misses = ['l1d_load', 'l2', 'l2_rfo', 'llc'].map((level) => `${level}_misses_per_pkt`);
const columns = [...misses, 'demand_rd_l3hit_hitm_per_pkt'].flatMap((name) =>
  ['rx', 'nf', 'tx'].map((stage) => `${stage}_${name}`),
);

/**
 * Time per packet of a path of three polling cores as a sum of misses by level and stage, each with a penalty: fitted on
 * every other row, held against the rest. Empty where the data are not there.
 */
export function pollingMisses(): string {
  if (!existsSync(file)) return '';
  const all = Papa.parse<Record<string, string>>(readFileSync(file, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data;
  const rows = all.filter((row) => row.cpu === cpu && columns.every((name) => row[name] !== ''));
  const [even, odd] = [0, 1].map((rest) => rows.filter((_, i) => i % 2 === rest));
  const time = (row: Record<string, string>) => 1000 / Number(row.throughput_mpps);
  const terms = (row: Record<string, string>) => [1, ...columns.map((name) => Number(row[name]))];
  // Relative errors: every equation is divided by its time.
  const { coefficients } = nonNegativeLeastSquares({
    design: even.map((row) => terms(row).map((term) => term / time(row))),
    response: even.map(() => 1),
  });
  const mean = even.reduce((sum, row) => sum + Math.log(time(row)), 0) / even.length;
  const errors = (predicted: (row: Record<string, string>) => number) =>
    odd.map((row) => Math.abs(predicted(row) / time(row) - 1)).sort((a, b) => a - b);
  const withMisses = errors((row) => terms(row).reduce((sum, term, i) => sum + term * coefficients[i], 0));
  const without = errors(() => Math.exp(mean));
  const at = (sorted: readonly number[], share: number) =>
    `${(100 * sorted[Math.floor(share * (sorted.length - 1))]).toFixed(0)} %`;
  return `### Takeya et al., NetSoft 2023, three polling cores

Their measurements may not be copied; this is what comes out of them. On one processor, time per packet as a sum of misses
by level and stage with a penalty each, fitted to ${even.length} of ${rows.length} rows and held against the other ${odd.length}: error median ${at(withMisses, 0.5)}, 90th
percentile ${at(withMisses, 0.9)}. Without misses, by the mean time alone: ${at(without, 0.5)} and ${at(without, 0.9)}.`;
}
