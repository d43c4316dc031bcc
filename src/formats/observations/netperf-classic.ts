import type { Collector, FoundRun } from './collector';
import { bitsPerSecond, measuredShare } from './netperf-units';

/** A table of netperf: the banner above it, its headings, and its one or two rows. */
export interface ClassicRun {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Of the first row. */
  readonly line: number;
}

/**
 * Reads one table of a classic test. The columns are those of netperf 2.4 to 2.7 (the headings wrap over lines, so
 * they tell the kind of test and the unit, and the number of fields tells whether there are CPU columns).
 */
export function readClassicRun(run: ClassicRun, out: Collector): void {
  const head = run.headings.join(' ');
  const numbers = run.rows.map((row) => row.map(Number));
  const wrong = () =>
    out.problem(
      'wrong-field-count',
      run.line,
      `${run.rows.map((row) => row.length).join(' and ')} fields are not those of this test`,
    );
  if (numbers.flat().some((value) => !Number.isFinite(value))) {
    out.problem('not-a-number', run.line, `"${run.rows[0].join(' ')}" are not all numbers`);
    return;
  }
  if (/per sec/.test(head)) {
    if (run.rows[0].length !== 6 && run.rows[0].length !== 10) {
      wrong();
      return;
    }
    transactions(run, numbers[0], out);
    return;
  }
  const unit = /\b(?:[KMG]?Bytes|10\^\dbits)\/s(?:ec)?/.exec(head)?.[0];
  const scale = unit === undefined ? undefined : bitsPerSecond(unit);
  if (unit === undefined || scale === undefined) {
    out.problem('unknown-unit', run.line, 'the headings name no unit of throughput that is known');
    return;
  }
  const udp = /Okay Errors/.test(head);
  const lengths = numbers.map((row) => row.length).join(' ');
  if (udp && (lengths === '6 4' || lengths === '8 6')) {
    datagrams(run, numbers, unit, scale, out);
    return;
  }
  if (!udp && (lengths === '5' || lengths === '9')) {
    stream(run, numbers[0], unit, scale, out);
    return;
  }
  wrong();
}

function covariatesOf(title: string, seconds: number): Record<string, number | string> {
  const test = /(\w+) ((?:UNIDIRECTIONAL )?(?:STREAM|MAERTS|SENDFILE|REQUEST\/RESPONSE|SEND))\b/.exec(title);
  return {
    ...(test ? { protocol: test[1], test: test[2].toLowerCase() } : {}),
    seconds,
  };
}

function busy(
  { line }: ClassicRun,
  ends: readonly (readonly [host: string, percent: number | undefined])[],
  found: FoundRun,
  covariates: Record<string, number | string>,
  out: Collector,
): void {
  for (const [subject, percent] of ends)
    out.measured(
      { metric: 'utilization', subject, value: measuredShare(percent), unit: '%', line, covariates },
      found,
    );
}

function stream(run: ClassicRun, row: readonly number[], unit: string, scale: number, out: Collector): void {
  const [, , message, seconds, rate, local, remote] = row;
  const found = { message };
  out.messageFound(message, run.line);
  const covariates = covariatesOf(run.title, seconds);
  out.measured({ metric: 'throughput', value: rate, scale, unit, line: run.line, covariates }, found);
  // The columns say Send and Recv: with MAERTS the local end receives.
  const receives = /Utilization\s+Service Demand\s+Socket Socket\s+Message\s+Elapsed\s+Recv/.test(
    run.headings.join(' '),
  );
  const [here, there] =
    receives || /MAERTS/.test(run.title)
      ? ['receiver-host', 'sender-host']
      : ['sender-host', 'receiver-host'];
  busy(
    run,
    [
      [here, local],
      [there, remote],
    ],
    found,
    covariates,
    out,
  );
}

function datagrams(
  run: ClassicRun,
  [sent, received]: readonly (readonly number[])[],
  unit: string,
  scale: number,
  out: Collector,
): void {
  const [, message, seconds, okay, , , local] = sent;
  const [, , arrived, rate, remote] = received;
  const found = { message };
  out.messageFound(message, run.line);
  const covariates = covariatesOf(run.title, seconds);
  out.measured({ metric: 'throughput', value: rate, scale, unit, line: run.line, covariates }, found);
  if (seconds > 0)
    out.measured(
      { metric: 'message_rate', value: arrived / seconds, unit: '1/s', line: run.line, covariates },
      found,
    );
  if (okay > 0)
    out.measured(
      { metric: 'loss', value: Math.max(0, 1 - arrived / okay), unit: '1', line: run.line, covariates },
      found,
    );
  busy(
    run,
    [
      ['sender-host', local],
      ['receiver-host', remote],
    ],
    found,
    covariates,
    out,
  );
}

function transactions(run: ClassicRun, row: readonly number[], out: Collector): void {
  const [, , message, reply, seconds, rate, local, remote] = row;
  const burst = Number(/first burst (\d+)/.exec(run.title)?.[1] ?? 0);
  const found = { message, window: burst + 1 };
  out.messageFound(message, run.line);
  const covariates = { ...covariatesOf(run.title, seconds), reply };
  out.measured({ metric: 'message_rate', value: rate, unit: '1/s', line: run.line, covariates }, found);
  busy(
    run,
    [
      ['client-host', local],
      ['server-host', remote],
    ],
    found,
    covariates,
    out,
  );
}
