import { oneOf, SidecoreError } from '../../common';
import type { ObservationSet } from './collector';
import type { ColumnMap } from './columns';
import { readIperf3 } from './read-iperf3';
import { readNetperf } from './read-netperf';
import { readObservations } from './read-observations';
import { type ReadPerfStatOptions, readPerfStat } from './read-perf-stat';
import { readSysstat } from './read-sysstat';
import { type ReadXentopOptions, readXentop } from './read-xentop';
import { checkRunOptions } from './run-options';

/** Formats that measurements can be read from. */
export const importFormats = ['iperf3', 'netperf', 'perf-stat', 'xentop', 'sysstat', 'csv'] as const;
/** A format that `importObservations` reads. */
export type ImportFormat = (typeof importFormats)[number];

export interface ImportOptions extends ReadPerfStatOptions, ReadXentopOptions {
  /** Default: told from the text. */
  readonly format?: ImportFormat;
  /** For csv: what the columns of a wide table hold. */
  readonly columns?: ColumnMap;
}

/** What was imported, and from which format. */
export interface ImportedSet extends ObservationSet {
  readonly format: ImportFormat;
}

/**
 * Reads measurements in whichever format they are: output of iperf3, netperf, perf stat, xentop or sysstat, or a
 * table. Options that a format has no use for are passed over.
 *
 * @throws SidecoreError `unsupported` when the format cannot be told, or is one for people that the tool also writes
 *   for programs; what the importer of the format throws
 * @example
 * const { format, observations } = importObservations(text, { file: 'run1.json', placement: 'none' });
 */
export function importObservations(text: string, options: ImportOptions = {}): ImportedSet {
  checkRunOptions(text, options, ['format', 'columns', 'packets', 'packetRate', 'interval']);
  const { format: given, columns, packets, packetRate, interval, ...run } = options;
  const format =
    given === undefined
      ? formatOf(text, columns !== undefined, run.file)
      : oneOf(given, importFormats, 'format');
  const read: Record<ImportFormat, () => ObservationSet> = {
    iperf3: () => readIperf3(text, run),
    netperf: () => readNetperf(text, run),
    'perf-stat': () => readPerfStat(text, { ...run, packets, packetRate }),
    xentop: () => readXentop(text, { ...run, interval }),
    sysstat: () => readSysstat(text, run),
    csv: () => readObservations(text, { ...run, columns }),
  };
  return Object.freeze({ format, ...read[format]() });
}

/** Output for people, and how to get the same for programs. */
const forPeople: readonly (readonly [pattern: RegExp, tool: string, hint: string])[] = [
  [/^\s*Connecting to host |^\[ *ID\]\s+Interval/m, 'iperf3', 'run iperf3 with -J'],
  [/^\s*Performance counter stats for/m, 'perf stat', 'run perf stat with -x,'],
  [/^Linux .*\(\d+ CPU\)/m, 'sysstat', 'run mpstat with -o JSON, or sadf -j on what sar recorded'],
];

const first = 16_384;

function formatOf(text: string, hasColumns: boolean, file: string | undefined): ImportFormat {
  if (hasColumns) return 'csv';
  const head = text.slice(0, first).replace(/^\ufeff/, '');
  if (/^\s*[{[]/.test(head)) {
    if (/"sysstat"\s*:/.test(head)) return 'sysstat';
    if (/"(?:counter-value|metric-value)"\s*:/.test(head)) return 'perf-stat';
    if (
      /"(?:test_start|connected|intervals|connecting_to)"\s*:|"event"\s*:\s*"(?:start|interval|end|error)"/.test(
        head,
      )
    )
      return 'iperf3';
  }
  if (/^\s*NAME\s+STATE\s+CPU\(sec\)/m.test(head)) return 'xentop';
  if (/\bTEST (?:from|to) |^THROUGHPUT=|^\s*bytes\s+bytes\s+(?:bytes\s+)*secs\./m.test(head))
    return 'netperf';
  const lines = head.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (/(?:^|,)Elapsed Time \(sec\)(?:,|$)|(?:^|,)Throughput Units(?:,|$)/.test(lines[0] ?? ''))
    return 'netperf';
  const fields = (lines[0] ?? '')
    .toLowerCase()
    .split(/[,;\t|]/)
    .map((field) => field.replace(/["\s]/g, ''));
  if (fields.includes('metric') && fields.includes('value')) return 'csv';
  const counter =
    /(?:^|[,;\t|])\s*(?:\d+(?:\.\d+)?|<not (?:counted|supported)>)[,;\t|][^,;\t|]{0,12}[,;\t|]\S*[A-Za-z]/;
  if (/^# started on/m.test(head) || (fields.length >= 5 && lines.some((line) => counter.test(line))))
    return 'perf-stat';
  const human = forPeople.find(([pattern]) => pattern.test(head));
  throw new SidecoreError({
    code: 'unsupported',
    location: `${file ?? 'file'}:1`,
    message: human ? `this is output of ${human[1]} for people` : 'the format of this file cannot be told',
    hint: human ? human[2] : `name the format (${importFormats.join(', ')}), or map the columns of a table`,
  });
}
