import { checkObservations } from '../../fit/data/check-observations';
import type { Observation } from '../../fit/observation';
import { Collector, type FoundRun, type ObservationSet } from './collector';
import { fieldOf, type JsonDocument, jsonDocuments, listOf } from './json-documents';
import { checkRunOptions, type RunOptions } from './run-options';

/**
 * Reads the JSON that `iperf3 -J` writes, one document or several, or the lines of `iperf3 --json-stream`; TCP, UDP
 * and SCTP, parallel streams, `-R` and `--bidir`. Of each run:
 * - `throughput`: what the receiver got (of both ways together for `--bidir`);
 * - `packet_rate` and `loss` of UDP, at the receiver;
 * - `utilization` of the processes `sender` and `receiver` (`client` and `server` for `--bidir`): their own CPU time,
 *   without interrupts that other tasks pay for;
 * - `round_trip_time` of TCP, mean over the streams, where the kernel tells.
 * The message is iperf3's block size. The window stays open: a socket buffer is no number of packets.
 *
 * @param options fields of the run that iperf3 does not know: topology, placement, window and so on
 * @throws SidecoreError `invalid-syntax`, with the line, when it is not JSON
 * @example
 * const { observations } = readIperf3(text, { file: 'run1.json', placement: 'none', topology: 'intra-node' });
 */
export function readIperf3(text: string, options: RunOptions = {}): ObservationSet {
  checkRunOptions(text, options);
  const { file = 'iperf3' } = options;
  const out = new Collector(file, options);
  const { documents, stray } = jsonDocuments(text, file);
  // iperf3 itself prints warnings around its JSON.
  for (const { text: remark, line } of stray)
    if (!/^(?:iperf3?:\s*)?(?:warning|interrupt)/i.test(remark))
      out.problem('unreadable-line', line, `"${remark.slice(0, 60)}" is not JSON`);
  for (const run of runsOf(documents)) readRun(run, out);
  if (documents.length === 0 && stray.length === 0)
    out.problem('incomplete-run', 1, 'there is no run in this file');
  out.warnings.push(...checkObservations(out.observations));
  return out.result();
}

/** One run: its parts, and where they are. */
interface Run {
  readonly start: unknown;
  readonly end: unknown;
  readonly intervals: readonly unknown[];
  readonly error: unknown;
  readonly line: number;
  lineOf(field: string): number;
}

function* runsOf(documents: readonly JsonDocument[]): Iterable<Run> {
  let events: { event: string; data: unknown; document: JsonDocument }[] = [];
  const streamed = function* (): Iterable<Run> {
    if (events.length === 0) return;
    const own = events;
    events = [];
    const one = (name: string) => own.find(({ event }) => event === name);
    yield {
      start: one('start')?.data,
      end: one('end')?.data,
      intervals: own.filter(({ event }) => event === 'interval').map(({ data }) => data),
      error: one('error')?.data,
      line: own[0].document.line,
      lineOf: (field) => (one('end') ?? own[0]).document.lineOf(field),
    };
  };
  for (const document of documents) {
    const event = fieldOf(document.value, 'event');
    if (typeof event === 'string') {
      if (event === 'start') yield* streamed();
      events.push({ event, data: fieldOf(document.value, 'data'), document });
      continue;
    }
    yield* streamed();
    yield {
      start: fieldOf(document.value, 'start'),
      end: fieldOf(document.value, 'end'),
      intervals: listOf(fieldOf(document.value, 'intervals')),
      error: fieldOf(document.value, 'error'),
      line: document.line,
      lineOf: document.lineOf,
    };
  }
  yield* streamed();
}

function readRun(run: Run, out: Collector): void {
  const { start, end, error, line } = run;
  if (error !== undefined) {
    out.problem('failed-run', run.lineOf('error'), `iperf3 says: ${String(error)}`);
    return;
  }
  const sum = (name: string) => fieldOf(end, `sum_${name}`) ?? fieldOf(end, 'sum');
  const received = sum('received');
  if (received === undefined) {
    out.problem('incomplete-run', line, 'iperf3 was stopped before it printed the sums at the end');
    return;
  }
  const test = (name: string) => fieldOf(start, 'test_start', name);
  const backward = sum('received_bidir_reverse');
  const bidirectional = fieldOf(end, 'sum_received_bidir_reverse') !== undefined;
  const blocks = test('blksize');
  const found: FoundRun = typeof blocks === 'number' && blocks > 0 ? { message: blocks } : {};
  if (found.message !== undefined) out.messageFound(found.message, run.lineOf('blksize'));
  const covariates = covariatesOf(run, bidirectional);
  const add = (metric: Observation['metric'], value: unknown, unit: string, field: string, more = {}) =>
    out.measured({ metric, value, unit, line: run.lineOf(field), covariates, ...more }, found);
  const udp = covariates.protocol === 'UDP';
  const ways = bidirectional ? [received, backward] : [received];
  const names = bidirectional ? ['sum_received', 'sum_received_bidir_reverse'] : ['sum_received'];
  const at = fieldOf(end, names[0]) === undefined ? 'sum' : names[0];
  const goodputs = ways.map((way, i) => goodputOf(way, fieldOf(end, names[i]) !== undefined));
  add('throughput', total(goodputs), 'bit/s', at);
  if (udp) {
    const packets = total(ways.map((way) => fieldOf(way, 'packets')));
    const lost = total(ways.map((way) => fieldOf(way, 'lost_packets')));
    const seconds = fieldOf(received, 'seconds');
    if (typeof packets === 'number' && typeof lost === 'number' && packets > 0) {
      add(
        'packet_rate',
        typeof seconds === 'number' ? (packets - lost) / seconds : undefined,
        'packets/s',
        at,
      );
      add('loss', lost / packets, '1', at);
    }
  }
  const reverse = covariates.direction === 'reverse';
  const [host, remote] = bidirectional
    ? ['client', 'server']
    : reverse
      ? ['receiver', 'sender']
      : ['sender', 'receiver'];
  const busy = (name: string) => fieldOf(end, 'cpu_utilization_percent', name);
  add('utilization', busy('host_total'), '%', 'host_total', { subject: host, divisor: 100 });
  // A server that did not report its share is printed as 0.
  if (busy('remote_total') !== 0)
    add('utilization', busy('remote_total'), '%', 'remote_total', { subject: remote, divisor: 100 });
  const trips = listOf(fieldOf(end, 'streams'))
    .map((stream) => fieldOf(stream, 'sender', 'mean_rtt'))
    .filter((mean): mean is number => typeof mean === 'number' && mean > 0);
  if (trips.length > 0)
    add('round_trip_time', trips.reduce((a, b) => a + b, 0) / trips.length, 'us', 'mean_rtt', {
      divisor: 1e6,
    });
}

/** Bits per second at the receiver; iperf3 before 3.? has one sum for UDP, which counts lost packets too. */
function goodputOf(sum: unknown, ofReceiver: boolean): unknown {
  const rate = fieldOf(sum, 'bits_per_second');
  const lost = fieldOf(sum, 'lost_percent');
  return !ofReceiver && typeof rate === 'number' && typeof lost === 'number' ? rate * (1 - lost / 100) : rate;
}

function total(values: readonly unknown[]): unknown {
  return values.every((value) => typeof value === 'number')
    ? values.reduce((sum: number, value) => sum + value, 0)
    : values.find((value) => typeof value !== 'number');
}

function covariatesOf(
  { start, end, intervals }: Run,
  bidirectional: boolean,
): Record<string, number | string> {
  const covariates: Record<string, number | string> = {};
  const keep = (name: string, value: unknown) => {
    if (typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)))
      covariates[name] = value;
  };
  const test = (name: string) => fieldOf(start, 'test_start', name);
  keep('protocol', test('protocol'));
  keep('direction', bidirectional ? 'bidirectional' : test('reverse') === 1 ? 'reverse' : 'forward');
  keep('streams', test('num_streams'));
  keep('seconds', fieldOf(end, 'sum_received', 'seconds') ?? fieldOf(end, 'sum', 'seconds'));
  keep('mss', fieldOf(start, 'tcp_mss') ?? fieldOf(start, 'tcp_mss_default'));
  keep('socket_buffer_bytes', fieldOf(start, 'sock_bufsize') || undefined);
  keep('target_bitrate', test('target_bitrate') || undefined);
  keep('retransmits', fieldOf(end, 'sum_sent', 'retransmits'));
  keep('congestion_control', fieldOf(end, 'sender_tcp_congestion'));
  keep('started', fieldOf(start, 'timestamp', 'timesecs'));
  if (bidirectional)
    for (const [name, sum] of [
      ['forward', 'sum_received'],
      ['reverse', 'sum_received_bidir_reverse'],
    ])
      keep(`${name}_bits_per_second`, fieldOf(end, sum, 'bits_per_second'));
  keep('interval_variation', variationOf(intervals));
  return covariates;
}

/** Standard deviation over mean of the throughput of the intervals: how steady the run was. */
function variationOf(intervals: readonly unknown[]): number | undefined {
  const rates = intervals
    .map((interval) => fieldOf(interval, 'sum'))
    .filter((sum) => fieldOf(sum, 'omitted') !== true)
    .map((sum) => fieldOf(sum, 'bits_per_second'))
    .filter((rate) => typeof rate === 'number');
  if (rates.length < 3) return undefined;
  const mean = rates.reduce((a, b) => a + b, 0) / rates.length;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
  return mean > 0 ? Math.sqrt(variance) / mean : undefined;
}
