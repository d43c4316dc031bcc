import { checkObservations } from '../../fit/data/check-observations';
import { Collector, type ObservationSet } from './collector';
import { csvRows } from './csv-rows';
import { readClassicRun } from './netperf-classic';
import { readOmniRun } from './netperf-omni';
import { checkRunOptions, type RunOptions } from './run-options';

/**
 * Reads what netperf prints, one run or several: the tables of TCP_STREAM, TCP_MAERTS, UDP_STREAM, TCP_RR, UDP_RR and
 * their like, with or without `-c -C`, and the omni test's `-o` (values with commas) and `-k` (KEY=VALUE). Of each run:
 * - `throughput` of streams, at the receiver; `message_rate` of requests and responses (transactions), and of UDP;
 * - `loss` of UDP;
 * - `utilization` of `sender-host` and `receiver-host` (`client-host` and `server-host` of transactions): of the whole
 *   machine, not of one core;
 * - of omni also `round_trip_time` and percentiles of `latency` of transactions, where they were asked for.
 * The message is what is sent at once, the request of transactions; their window is the burst and one.
 *
 * @param options fields of the run that netperf does not know: topology, placement and so on
 * @throws SidecoreError when an option is wrong
 * @example
 * const { observations } = readNetperf(text, { file: 'stream.txt', placement: 'none' });
 */
export function readNetperf(text: string, options: RunOptions = {}): ObservationSet {
  checkRunOptions(text, options);
  const { file = 'netperf' } = options;
  const out = new Collector(file, options);
  new Lines(text, out).read();
  out.warnings.push(...checkObservations(out.observations));
  return out.result();
}

const banner = /\bTEST\s+(?:from|to)\b/;
const failure =
  /^(?:establish control|are you sure|netperf:|cannot|could not|error|shutdown_control|(?:send|recv)_\w+:|.*: (?:data )?(?:send|recv|connect|bind).*(?:error|refused|failed))/i;
const remark = /^(?:!!!|Interim result|catcher:|enable_enobufs|Alignment|Packet\s|Histogram|Recalculated)/i;
const heading = /^[A-Za-z][\w/.\s%#^()-]*$/;
const numbers = /^[-\d.]+(?:\s+[-\d.]+)+$/;

class Lines {
  private readonly lines: readonly string[];
  private at = 0;
  private title = '';
  private headings: string[] = [];
  private runs = 0;

  constructor(
    text: string,
    private readonly out: Collector,
  ) {
    this.lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  }

  read(): void {
    const { out } = this;
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at].trim();
      if (line === '' || remark.test(line)) continue;
      if (banner.test(line)) {
        this.title = line;
        this.headings = [];
      } else if (failure.test(line)) {
        out.problem('failed-run', this.at + 1, `netperf says: ${line.slice(0, 100)}`);
        this.runs += 1;
      } else if (/^[A-Z][A-Z0-9_]*=/.test(line)) this.keyValues();
      else if (/(?:^|,)\s*"?(?:throughput|elapsed time)\b/i.test(line) && line.includes(','))
        this.separated();
      else if (numbers.test(line) && this.headings.length > 0) this.table();
      else if (heading.test(line)) this.headings.push(line);
      else
        out.problem(
          'unreadable-line',
          this.at + 1,
          `"${line.slice(0, 60)}" is not output of netperf with headings${numbers.test(line) || /^[\d.]+$/.test(line) ? '; run it without -P 0' : ''}`,
        );
    }
    if (this.headings.length > 0 || this.runs === 0)
      out.problem('incomplete-run', this.lines.length, 'there is no result at the end; was netperf stopped?');
  }

  private table(): void {
    const line = this.at + 1;
    const rows = [fieldsOf(this.lines[this.at])];
    // Tests with two ends print a second, shorter row.
    const next = this.lines.slice(line).findIndex((other) => other.trim() !== '');
    const second = next === -1 ? '' : this.lines[line + next].trim();
    if (numbers.test(second) && fieldsOf(second).length < rows[0].length) {
      rows.push(fieldsOf(second));
      this.at = line + next;
    }
    readClassicRun({ title: this.title, headings: this.headings, rows, line }, this.out);
    this.headings = [];
    this.runs += 1;
  }

  private keyValues(): void {
    const values = new Map<string, string>();
    const line = this.at + 1;
    for (; this.at < this.lines.length; this.at++) {
      const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(this.lines[this.at].trim());
      // The same key again begins the next run.
      if (!match || values.has(match[1])) break;
      values.set(match[1], match[2].replace(/^"(.*)"$/, '$1').trim());
    }
    this.at -= 1;
    this.headings = [];
    readOmniRun(values, line, this.out);
    this.runs += 1;
  }

  private separated(): void {
    const line = this.at + 1;
    const next = this.lines.slice(line).findIndex((other) => other.trim() !== '');
    if (next === -1) {
      this.headings = ['omni'];
      return;
    }
    const [names, values] = csvRows(`${this.lines[this.at]}\n${this.lines[line + next]}`, this.out.file);
    this.at = line + next;
    this.headings = [];
    this.runs += 1;
    if (values === undefined || values.fields.length !== names.fields.length) {
      this.out.problem(
        'wrong-field-count',
        this.at + 1,
        `${values?.fields.length ?? 0} values under ${names.fields.length} names`,
      );
      return;
    }
    readOmniRun(new Map(names.fields.map((name, i) => [name, values.fields[i]])), this.at + 1, this.out);
  }
}

function fieldsOf(line: string): string[] {
  return line.trim().split(/\s+/);
}
