import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { multiStartLeastSquares, nonNegativeLeastSquares } from '../../src/fit';

/** Measurements whose licence keeps them out of the repository; read where they lie beside a checkout. */
const file = new URL('../../../shared/published/eivu_vhostuser.dev.csv', import.meta.url);
export const havePollingCores = existsSync(file);

type Row = Readonly<Record<string, string>>;

const stages = ['rx', 'nf', 'tx'] as const;
/** Counters per packet that a processor may have, of each stage. */
const counters = [
  'l1d_load_misses_per_pkt',
  'l2_misses_per_pkt',
  'l2_rfo_misses_per_pkt',
  'demand_rd_l3hit_hitm_per_pkt',
  'llc_misses_per_pkt',
];
/** Nanoseconds a packet. */
const time = (row: Row) => 1000 / Number(row.throughput_mpps);
const configuration = ({ design, factor, aggregation }: Row) => `${design} ${factor} ${aggregation}`;
/** What is known of a run without counting misses: a constant, a cost per batch, one per byte of metadata. */
const settings = (row: Row) => [1, 1 / Number(row.batch), Number(row.metadata_bytes)];
const counted = (columns: readonly string[]) => (row: Row) => columns.map((name) => Number(row[name]));

export interface ErrorsOfTimes {
  readonly median: number;
  readonly p90: number;
}

export interface PollingCores {
  readonly processor: string;
  readonly rows: number;
  readonly configurations: number;
  /** Counters of each stage that this processor has. */
  readonly counters: number;
  /** Nanoseconds a miss, of the counters that got a penalty above zero. */
  readonly penalties: Readonly<Record<string, number>>;
  readonly zero: number;
  readonly conditionNumber: number;
  /** Pairs of counters whose misses go up and down together over the runs: correlation above 0.95. */
  readonly together: number;
  readonly inSample: ErrorsOfTimes;
  /**
   * Each configuration predicted from the others: by the mean, settings, misses, both, the
   * slowest stage, and misses without those of one stage.
   */
  readonly leftOut: Readonly<Record<string, ErrorsOfTimes>>;
}

/** One fit for each processor; null without the file. */
export function fitPollingCores(): PollingCores[] | null {
  if (!havePollingCores) return null;
  const { data } = Papa.parse<Row>(readFileSync(file, 'utf8'), { header: true, skipEmptyLines: true });
  return [...new Set(data.map(({ cpu }) => cpu))].map((cpu) =>
    fitProcessor(
      cpu,
      data.filter((row) => row.cpu === cpu),
    ),
  );
}

/** Last-level misses alone, which every processor counts: each processor predicted from the two others. */
export function acrossProcessors(): Readonly<Record<string, ErrorsOfTimes>> {
  const { data } = Papa.parse<Row>(readFileSync(file, 'utf8'), { header: true, skipEmptyLines: true });
  const misses = counted(stages.map((stage) => `${stage}_llc_misses_per_pkt`));
  const leave = (terms: (row: Row) => number[]) => leftOut(data, sumOf(terms), ({ cpu }) => cpu);
  return { misses: leave((row) => [1, ...misses(row)]), mean: leave(() => [1]) };
}

function fitProcessor(processor: string, rows: readonly Row[]): PollingCores {
  const columns = stages.flatMap((stage) =>
    counters.map((counter) => `${stage}_${counter}`).filter((name) => rows.every((row) => row[name] !== '')),
  );
  const misses = counted(columns);
  const terms = (row: Row) => [1, ...misses(row)];
  const { coefficients, conditionNumber } = fitTimes(rows, terms);
  const predicted = sumOf(terms)(rows);
  const penalties = Object.fromEntries(
    columns.map((name, i) => [name, coefficients[i + 1]] as const).filter(([, penalty]) => penalty > 0),
  );
  const leave = (some: (row: Row) => number[]) => leftOut(rows, sumOf(some), configuration);
  const kinds = counters.filter((counter) => columns.includes(`rx_${counter}`));
  const without = Object.fromEntries(
    stages.map((stage) => {
      const rest = counted(columns.filter((name) => !name.startsWith(stage)));
      return [`without ${stage}`, leave((row) => [1, ...rest(row)])];
    }),
  );
  return {
    processor,
    rows: rows.length,
    configurations: new Set(rows.map(configuration)).size,
    counters: columns.length / stages.length,
    penalties,
    zero: columns.length - Object.keys(penalties).length,
    conditionNumber,
    together: correlated(columns.map((name) => rows.map((row) => Number(row[name])))),
    inSample: summary(rows.map((row) => Math.abs(predicted(row) / time(row) - 1))),
    leftOut: {
      mean: leave(() => [1]),
      settings: leave(settings),
      misses: leave(terms),
      both: leave((row) => [...settings(row), ...misses(row)]),
      slowest: leftOut(rows, slowestOf(kinds), configuration),
      ...without,
    },
  };
}

/** Relative errors count: every equation is divided by its time. */
function fitTimes(rows: readonly Row[], terms: (row: Row) => number[]) {
  return nonNegativeLeastSquares({
    design: rows.map((row) => terms(row).map((term) => term / time(row))),
    response: rows.map(() => 1),
  });
}

/** From some rows, what predicts the time of any. */
type Method = (rows: readonly Row[]) => (row: Row) => number;

/** A sum of terms, each with a coefficient of zero or more. */
const sumOf =
  (terms: (row: Row) => number[]): Method =>
  (rows) => {
    const { coefficients } = fitTimes(rows, terms);
    return (row) => terms(row).reduce((sum, term, i) => sum + term * coefficients[i], 0);
  };

/** The stages run side by side: the slowest sets the time. Each has a constant; a miss costs the same in all. */
const slowestOf =
  (kinds: readonly string[]): Method =>
  (rows) => {
    const names = [...stages, ...kinds];
    /** Coefficients of the constants and penalties in the time of each stage. */
    const terms = (row: Row) =>
      stages.map((stage) => [
        ...stages.map((other) => (other === stage ? 1 : 0)),
        ...kinds.map((kind) => Number(row[`${stage}_${kind}`])),
      ]);
    const known = rows.map((row) => terms(row).map((own) => own.map((term) => term / time(row))));
    const start = Math.min(...rows.map(time)) / 2;
    const { parameters } = multiStartLeastSquares(
      {
        parameters: Object.fromEntries(
          names.map((name, i) => [name, { start: i < stages.length ? start : 1, lower: 0 }]),
        ),
        residuals: (values) => known.map((row) => slowest(row, values).time - 1),
        jacobian: (values) => known.map((row) => slowest(row, values).terms),
      },
      { starts: 3, maximumEvaluations: 200 },
    );
    const estimates = names.map((name) => parameters[name].estimate);
    return (row) => slowest(terms(row), estimates).time;
  };

function slowest(ofStages: readonly (readonly number[])[], values: ArrayLike<number>) {
  let longest = { time: 0, terms: ofStages[0] };
  for (const terms of ofStages) {
    let sum = 0;
    for (let k = 0; k < terms.length; k++) sum += terms[k] * values[k];
    if (sum > longest.time) longest = { time: sum, terms };
  }
  return longest;
}

function leftOut(rows: readonly Row[], method: Method, group: (row: Row) => string): ErrorsOfTimes {
  const errors = [...new Set(rows.map(group))].flatMap((name) => {
    const predicted = method(rows.filter((row) => group(row) !== name));
    return rows.filter((row) => group(row) === name).map((row) => Math.abs(predicted(row) / time(row) - 1));
  });
  return summary(errors);
}

function summary(errors: readonly number[]): ErrorsOfTimes {
  const sorted = [...errors].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  return { median: at(0.5), p90: at(0.9) };
}

function correlated(columns: readonly (readonly number[])[]): number {
  const centred = columns.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const rest = values.map((value) => value - mean);
    const length = Math.hypot(...rest) || 1;
    return rest.map((value) => value / length);
  });
  let pairs = 0;
  centred.forEach((a, i) => {
    for (const b of centred.slice(0, i))
      if (Math.abs(a.reduce((sum, value, k) => sum + value * b[k], 0)) > 0.95) pairs++;
  });
  return pairs;
}
