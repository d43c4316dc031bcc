import type { Collector } from './collector';
import { bitsPerSecond, measuredShare } from './netperf-units';

/** Headings of `-o` (four lines of a column, joined) by the names of `-k`. */
const headings: Readonly<Record<string, string>> = {
  throughput: 'THROUGHPUT',
  'throughput units': 'THROUGHPUT_UNITS',
  'elapsed time (sec)': 'ELAPSED_TIME',
  protocol: 'PROTOCOL',
  direction: 'DIRECTION',
  'local send size': 'LOCAL_SEND_SIZE',
  'remote send size': 'REMOTE_SEND_SIZE',
  'request size bytes': 'REQUEST_SIZE',
  'response size bytes': 'RESPONSE_SIZE',
  'initial burst requests': 'BURST_SIZE',
  'transport mss bytes': 'TRANSPORT_MSS',
  'local send throughput': 'LOCAL_SEND_THROUGHPUT',
  'remote recv throughput': 'REMOTE_RECV_THROUGHPUT',
  'local cpu util %': 'LOCAL_CPU_UTIL',
  'remote cpu util %': 'REMOTE_CPU_UTIL',
  'local cpu count': 'LOCAL_CPU_COUNT',
  'remote cpu count': 'REMOTE_CPU_COUNT',
  'transaction rate tran/s': 'TRANSACTION_RATE',
  'mean latency microseconds': 'MEAN_LATENCY',
  '50th percentile latency microseconds': 'P50_LATENCY',
  '90th percentile latency microseconds': 'P90_LATENCY',
  '99th percentile latency microseconds': 'P99_LATENCY',
};

const latencies = [
  ['round_trip_time', 'MEAN_LATENCY'],
  ['latency_p50', 'P50_LATENCY'],
  ['latency_p90', 'P90_LATENCY'],
  ['latency_p99', 'P99_LATENCY'],
] as const;

/** Reads one run of the omni test: its values by name, under the names of `-k` or the headings of `-o`. */
export function readOmniRun(given: ReadonlyMap<string, string>, line: number, out: Collector): void {
  const values = new Map([...given].map(([name, value]) => [headings[name.toLowerCase()] ?? name, value]));
  const number = (name: string): number | undefined => {
    const text = values.get(name);
    if (text === undefined || text === '') return undefined;
    return /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  };
  const unit = values.get('THROUGHPUT_UNITS') ?? '';
  const rate = number('THROUGHPUT');
  if (rate === undefined) {
    out.problem('missing-value', line, 'this run has no THROUGHPUT', 'THROUGHPUT');
    return;
  }
  const transactions = /^trans\/s$/i.test(unit);
  const receives = /^rec/i.test(values.get('DIRECTION') ?? '');
  const sent = number(transactions ? 'REQUEST_SIZE' : receives ? 'REMOTE_SEND_SIZE' : 'LOCAL_SEND_SIZE');
  const burst = number('BURST_SIZE') ?? 0;
  const found = {
    ...(sent !== undefined && sent > 0 ? { message: sent } : {}),
    ...(transactions ? { window: burst + 1 } : {}),
  };
  if (found.message !== undefined) out.messageFound(found.message, line);
  const covariates = covariatesOf(values, number, transactions);
  const add = (
    metric: Parameters<Collector['measured']>[0]['metric'],
    value: unknown,
    written: string,
    more = {},
  ) => out.measured({ metric, value, unit: written, line, covariates, ...more }, found);
  const scale = bitsPerSecond(unit);
  if (transactions) add('message_rate', rate, unit);
  else if (scale !== undefined) {
    // What UDP sends may be lost: where both ends are printed, the receiver's counts.
    const arrived = receives ? undefined : number('REMOTE_RECV_THROUGHPUT');
    const datagrams = values.get('PROTOCOL') === 'UDP' && arrived !== undefined;
    add('throughput', datagrams ? arrived : rate, unit, { scale });
    const offered = number('LOCAL_SEND_THROUGHPUT');
    if (datagrams && offered !== undefined && offered > 0)
      add('loss', Math.max(0, 1 - arrived / offered), '1');
  } else
    out.problem(
      unit === '' ? 'missing-unit' : 'unknown-unit',
      line,
      unit === ''
        ? 'THROUGHPUT_UNITS is missing; add it to the list of -k or -o'
        : `there is no unit "${unit}" of throughput`,
      'THROUGHPUT',
    );
  const [here, there] = transactions
    ? ['client-host', 'server-host']
    : receives
      ? ['receiver-host', 'sender-host']
      : ['sender-host', 'receiver-host'];
  add('utilization', measuredShare(number('LOCAL_CPU_UTIL')), '%', { subject: here });
  add('utilization', measuredShare(number('REMOTE_CPU_UTIL')), '%', { subject: there });
  if (transactions)
    for (const [metric, name] of latencies) {
      const value = number(name);
      // Without -j they are -1 or 0.
      if (value !== undefined && !(value <= 0)) add(metric, value, 'us', { divisor: 1e6 });
    }
}

function covariatesOf(
  values: ReadonlyMap<string, string>,
  number: (name: string) => number | undefined,
  transactions: boolean,
): Record<string, number | string> {
  const covariates: Record<string, number | string> = {};
  const protocol = values.get('PROTOCOL');
  if (protocol) covariates.protocol = protocol;
  const numeric = [
    ['seconds', 'ELAPSED_TIME'],
    ['mss', 'TRANSPORT_MSS'],
    ['local_cpus', 'LOCAL_CPU_COUNT'],
    ['remote_cpus', 'REMOTE_CPU_COUNT'],
    ...(transactions ? [['reply', 'RESPONSE_SIZE']] : []),
  ];
  for (const [name, key] of numeric) {
    const value = number(key);
    if (value !== undefined && Number.isFinite(value) && value >= 0) covariates[name] = value;
  }
  return covariates;
}
