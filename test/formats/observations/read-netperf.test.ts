import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNetperf } from '../../../src/formats';
import { codesOf, sample, valuesOf } from './samples';

const titled = (title: string, head: string, row: string) =>
  `MIGRATED ${title} TEST from 0.0.0.0 to b\n${head}\n\n${row}\n`;
const stream =
  'Recv Send Send\nSocket Socket Message Elapsed\nSize Size Size Time Throughput\nbytes bytes bytes secs.';

describe('readNetperf', () => {
  it('reads the tables of streams, transactions and datagrams', () => {
    const { observations, problems } = readNetperf(sample('netperf.txt'), { file: 'n.txt' });
    expect(problems).toEqual([]);
    expect(
      observations.map(({ metric, subject, value, message, window, origin }) => [
        metric,
        subject,
        value,
        message,
        window,
        origin.line,
      ]),
    ).toEqual([
      ['throughput', '', 9413.39 * 1e6, 16384, undefined, 7],
      ['utilization', 'sender-host', 0.0521, 16384, undefined, 7],
      ['utilization', 'receiver-host', 0.0834, 16384, undefined, 7],
      ['message_rate', '', 6591.45, 64, 4, 14],
      ['utilization', 'client-host', 0.86 / 100, 64, 4, 14],
      ['throughput', '', 2200.96 * 1e6, 1448, undefined, 21],
      ['message_rate', '', 190000, 1448, undefined, 21],
      ['loss', '', expect.closeTo(0.05, 12), 1448, undefined, 21],
    ]);
    // Throughput of datagrams is messages times their size.
    expect(190000 * 1448 * 8).toBeCloseTo(2200.96e6, -3);
    expect(observations[3].covariates).toMatchObject({
      protocol: 'TCP',
      test: 'request/response',
      reply: 1024,
    });
  });

  it('reads omni by key and by column', () => {
    const { observations, problems } = readNetperf(sample('netperf-omni.txt'));
    expect(problems).toEqual([]);
    const [first, second] = [
      observations.filter(({ message }) => message === 16384),
      observations.filter(({ message }) => message === 1),
    ];
    expect(valuesOf({ observations: first, problems: [], warnings: [] })).toEqual({
      // -f G counts 2^30 bytes (netperf's format_units)
      throughput: 1.25 * 2 ** 30 * 8,
      'utilization sender-host': 0.125,
      'utilization receiver-host': 0.25,
    });
    expect(valuesOf({ observations: second, problems: [], warnings: [] })).toEqual({
      message_rate: 15026.32,
      round_trip_time: 66.4e-6,
      latency_p99: 88e-6,
    });
    expect(second[0].window).toBe(1);
    // One transaction in flight: rate times round trip is one (Little's law), but for the time between.
    expect(15026.32 * 66.4e-6).toBeCloseTo(1, 1);
  });

  it.each([
    ['10^3bits/sec', 1e3],
    ['10^6bits/s', 1e6],
    ['10^9bits/sec', 1e9],
    ['Bytes/sec', 8],
    ['KBytes/sec', 8 * 1024],
    ['MBytes/sec', 8 * 1024 ** 2],
    ['GBytes/s', 8 * 1024 ** 3],
  ])('throughput in %s', (unit, scale) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), (hundredths) => {
        const rate = hundredths / 100;
        const text = titled('TCP STREAM', `${stream} ${unit}`, `87380 16384 4096 10.00 ${rate.toFixed(2)}`);
        const { observations } = readNetperf(text);
        expect(observations[0].value).toBe(rate * scale);
        expect(observations[0].message).toBe(4096);
      }),
    );
  });

  it('counts what UDP delivered, not what it sent, where omni tells', () => {
    const set = readNetperf(
      'THROUGHPUT=900\nTHROUGHPUT_UNITS=10^6bits/s\nPROTOCOL=UDP\nDIRECTION=Send\nLOCAL_SEND_THROUGHPUT=900\nREMOTE_RECV_THROUGHPUT=450\n',
    );
    expect(valuesOf(set)).toEqual({ throughput: 450e6, loss: 0.5 });
  });

  it('swaps the ends of TCP_MAERTS', () => {
    const text = titled(
      'TCP MAERTS',
      `${stream} 10^6bits/s % S % S us/KB us/KB`,
      '1 2 3 10.00 5 10.00 20.00 1 1',
    );
    expect(valuesOf(readNetperf(text))).toMatchObject({
      'utilization receiver-host': 0.1,
      'utilization sender-host': 0.2,
    });
  });

  it.each<[name: string, text: string, codes: string[], line: number]>([
    ['nothing', '', ['incomplete-run'], 1],
    [
      'no server',
      'establish control: are you sure there is a netserver listening on b at port 12865?\n',
      ['failed-run'],
      1,
    ],
    ['numbers alone', '87380 16384 16384 10.00 9413.39\n', ['unreadable-line', 'incomplete-run'], 1],
    [
      'a table cut off',
      `MIGRATED TCP STREAM TEST from a to b\n${stream} 10^6bits/sec\n`,
      ['incomplete-run'],
      6,
    ],
    [
      'too few fields',
      titled('TCP STREAM', `${stream} 10^6bits/sec`, '87380 16384 10.00 9413.39'),
      ['wrong-field-count'],
      7,
    ],
    ['no unit', titled('TCP STREAM', stream, '87380 16384 16384 10.00 9413.39'), ['unknown-unit'], 7],
    ['a key without its unit', 'THROUGHPUT=9413\n', ['missing-unit'], 1],
    ['a key with another unit', 'THROUGHPUT=9413\nTHROUGHPUT_UNITS=furlongs/s\n', ['unknown-unit'], 1],
    ['a key with a text', 'THROUGHPUT=fast\nTHROUGHPUT_UNITS=10^6bits/s\n', ['not-a-number'], 1],
    ['keys without throughput', 'ELAPSED_TIME=10\n', ['missing-value'], 1],
    ['columns without values', 'Throughput,Throughput Units\n', ['incomplete-run'], 2],
    ['fewer values than columns', 'Throughput,Throughput Units\n5\n', ['wrong-field-count'], 2],
  ])('%s is reported with its line', (_name, text, codes, line) => {
    const { observations, problems } = readNetperf(text);
    expect(observations).toEqual([]);
    expect(codesOf(problems)).toEqual(codes);
    expect(problems[0].line).toBe(line);
  });
});
