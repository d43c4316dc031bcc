import type { Collector } from './collector';
import { fieldOf, jsonDocuments } from './json-documents';

/** One counter of one CPU, process or the whole system, in one interval. */
export interface PerfCount {
  readonly line: number;
  /** End of the interval in seconds since the start, with `-I`. */
  readonly time?: number;
  /** CPU, core, socket, thread or cgroup; empty for the sum over all. */
  readonly subject: string;
  readonly event: string;
  /** Undefined when the counter did not run. */
  readonly value?: number;
  /** Of the value, percent: standard error over the runs of `-r`. */
  readonly spread?: number;
  /** Percent of the time that the counter ran. */
  readonly running?: number;
  readonly unsupported: boolean;
}

const figure = /^\d+(?:\.\d+)?$/;
const missing = /^<not (?:counted|supported)>$/;
const isValue = (field: string | undefined) =>
  field !== undefined && (figure.test(field) || missing.test(field));

/** Reads the lines of `perf stat -x` and of `perf stat -j`. */
export function perfCounts(text: string, out: Collector): PerfCount[] {
  if (/^\s*\{/m.test(text) && /"event"\s*:/.test(text)) return jsonCounts(text, out);
  const counts: PerfCount[] = [];
  text.split(/\r\n|\n|\r/).forEach((raw, i) => {
    const line = raw.trim().replace(/^\ufeff/, '');
    if (line === '' || line.startsWith('#')) return;
    const count = separated(line, i + 1);
    if (count === 'metric') return;
    if (count) counts.push(count);
    else
      out.problem(
        'unreadable-line',
        i + 1,
        `"${line.slice(0, 60)}" is no line of perf stat -x${line.startsWith('Performance counter stats') ? '; run perf stat with -x,' : ''}`,
      );
  });
  return counts;
}

function separated(line: string, number: number): PerfCount | 'metric' | undefined {
  for (const separator of [';', '\t', '|', ',']) {
    const count = countIn(line, separator, number);
    if (count) return count;
  }
  return undefined;
}

function countIn(line: string, separator: string, number: number): PerfCount | 'metric' | undefined {
  if (!line.includes(separator)) return undefined;
  const fields = joined(
    line.split(separator).map((field) => field.trim()),
    separator,
  );
  // Interval times have nine decimals, counts at most two.
  const time = /^\d+\.\d{9}$/.test(fields[0]) ? Number(fields.shift()) : undefined;
  let subject = '';
  if (!isValue(fields[0]) && fields[0] !== '') {
    subject = subjectOf(fields.shift() ?? '');
    // Sockets, dies and cores say how many CPUs they add up.
    if (figure.test(fields[0] ?? '') && isValue(fields[1]) && fields.length > 4) fields.shift();
  }
  // A metric in a line of its own leaves the fields of the counter empty.
  if (fields.length >= 4 && fields.slice(0, 3).every((field) => field === '')) return 'metric';
  if (!isValue(fields[0]) || fields.length < 3 || !/[A-Za-z]/.test(fields[2])) return undefined;
  const [value, , event, ...rest] = fields;
  if (rest.length > 0 && rest[0] !== '' && !/^[\d.]+%?$/.test(rest[0]))
    subject = subject ? `${subject} ${rest[0]}` : rest[0];
  if (rest.length > 0 && !/^[\d.]+%?$/.test(rest[0])) rest.shift();
  const spread = /%$/.test(rest[0] ?? '') ? Number.parseFloat(rest.shift() ?? '') : undefined;
  const running = figure.test(rest[1] ?? '') ? Number(rest[1]) : undefined;
  return {
    line: number,
    ...(time === undefined ? {} : { time }),
    subject,
    event,
    ...(figure.test(value) ? { value: Number(value) } : {}),
    ...(spread === undefined ? {} : { spread }),
    ...(running === undefined ? {} : { running }),
    unsupported: value === '<not supported>',
  };
}

/** Puts events like `cpu/event=0x3c,umask=0x0/`, which hold the separator, together again. */
function joined(fields: readonly string[], separator: string): string[] {
  const whole: string[] = [];
  let open = false;
  for (const field of fields) {
    const slashes = field.split('/').length - 1;
    if (open) whole[whole.length - 1] += separator + field;
    else whole.push(field);
    if (slashes % 2 === 1) open = !open;
  }
  return whole;
}

/** `CPU3` is `cpu3`, as mpstat and sar are read. */
function subjectOf(written: string): string {
  return /^CPU\d+$/.test(written) ? written.toLowerCase() : written;
}

function jsonCounts(text: string, out: Collector): PerfCount[] {
  const { documents, stray } = jsonDocuments(text, out.file);
  for (const { text: rest, line } of stray)
    if (!rest.startsWith('#')) out.problem('unreadable-line', line, `"${rest.slice(0, 60)}" is not JSON`);
  return documents.flatMap(({ value: document, line }) => {
    const text = (name: string) => {
      const field = fieldOf(document, name);
      return field === undefined || field === null ? '' : String(field).trim();
    };
    const event = text('event');
    const value = text('counter-value');
    if (event === '' || value === '') return [];
    const number = (name: string) => (figure.test(text(name)) ? Number(text(name)) : undefined);
    const cpu = text('cpu') && `cpu${text('cpu')}`;
    const place = cpu || text('core') || text('die') || text('socket') || text('node') || text('thread');
    const [time, spread, running] = ['interval', 'variance', 'pcnt-running'].map(number);
    return {
      line,
      ...(time === undefined ? {} : { time }),
      subject: [place, text('cgroup')].filter(Boolean).join(' '),
      event,
      ...(figure.test(value) ? { value: Number(value) } : {}),
      ...(spread === undefined ? {} : { spread }),
      ...(running === undefined ? {} : { running }),
      unsupported: value === '<not supported>',
    };
  });
}
