import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readIperf3, readObservations } from '../../../src/formats';
import { haveShared, readShared, sharedNote, sharedPath } from '../../shared';
import { codesOf, lineWith, sample, valuesOf } from './samples';

describe('readIperf3', () => {
  it('adds the two ways of --bidir, and takes the mean of the round trips that were measured', () => {
    const text = sample('iperf3-bidir.json');
    const set = readIperf3(text, { file: 'bidir.json', topology: 'inter-node', placement: 'none' });
    expect(valuesOf(set)).toEqual({
      throughput: 4.9e9 + 1.9e9,
      'utilization client': 0.615,
      'utilization server': 0.8825,
      round_trip_time: 120e-6,
    });
    expect(set.problems).toEqual([]);
    const [throughput] = set.observations;
    expect(throughput).toMatchObject({
      topology: 'inter-node',
      placement: 'none',
      message: 131072,
      unit: 'bit/s',
      origin: { file: 'bidir.json', line: lineWith(text, '"sum_received"') },
      covariates: {
        protocol: 'TCP',
        direction: 'bidirectional',
        forward_bits_per_second: 4.9e9,
        reverse_bits_per_second: 1.9e9,
      },
    });
    // Sample standard deviation of 4, 5, 6, 5 is sqrt(2/3), their mean 5.
    expect(throughput.covariates.interval_variation).toBeCloseTo(Math.sqrt(2 / 3) / 5, 12);
    expect(throughput).not.toHaveProperty('window');
  });

  it('takes lost datagrams off the one sum that older versions print', () => {
    const set = readIperf3(sample('iperf3-udp.json'));
    expect(valuesOf(set)).toEqual({
      throughput: 3e9 * 0.99,
      packet_rate: 99000 / 4,
      loss: 0.01,
      'utilization sender': 0.615,
      'utilization receiver': 0.8825,
    });
  });

  it('reads the lines of --json-stream, and swaps the ends with -R', () => {
    const text = sample('iperf3-stream.jsonl');
    const set = readIperf3(text);
    expect(valuesOf(set)).toEqual({
      throughput: 9e9,
      'utilization receiver': 0.615,
      'utilization sender': 0.8825,
    });
    expect(set.observations[0].covariates).toMatchObject({
      streams: 4,
      direction: 'reverse',
      retransmits: 12,
    });
    expect(set.observations[0].origin.line).toBe(6);
    // two runs in one log
    expect(readIperf3(text + text).observations).toHaveLength(6);
  });

  it('reports a failed run, with the words of iperf3 and the line', () => {
    const text = sample('iperf3-error.json');
    const { observations, problems } = readIperf3(`${sample('iperf3-udp.json')}${text}`, { file: 'log' });
    expect(observations).toHaveLength(5);
    expect(problems).toEqual([
      {
        code: 'failed-run',
        message: expect.stringContaining('Connection refused'),
        file: 'log',
        line: sample('iperf3-udp.json').split('\n').length - 1 + lineWith(text, '"error"'),
        column: '',
      },
    ]);
  });

  it.each<[name: string, text: string, codes: string[]]>([
    ['no text', '', ['incomplete-run']],
    ['a run without an end', '{"start": {"test_start": {}}, "intervals": [], "end": {}}', ['incomplete-run']],
    [
      'a stream without an end',
      sample('iperf3-stream.jsonl').split('\n').slice(0, 3).join('\n'),
      ['incomplete-run'],
    ],
    ['a rate that is null', '{"end": {"sum_received": {"bits_per_second": null}}}', ['not-a-number']],
    ['a rate that is a text', '{"end": {"sum_received": {"bits_per_second": "9e9"}}}', ['not-a-number']],
    ['a negative rate', '{"end": {"sum_received": {"bits_per_second": -1}}}', ['out-of-range']],
    [
      'rubbish behind the run',
      '{"end": {"sum_received": {"bits_per_second": 1}}}\nkilled',
      ['unreadable-line'],
    ],
  ])('%s is a problem, not an error', (_name, text, codes) => {
    expect(codesOf(readIperf3(text).problems)).toEqual(codes);
  });

  it.each<[name: string, text: string, location: string]>([
    ['cut off', '{\n "start": {\n', 'f.json:2'],
    ['NaN', '{\n "end": {\n  "x": NaN\n }\n}', 'f.json:3'],
    ['a missing comma', '{\n "a": 1\n "b": 2\n}', 'f.json:'],
  ])('%s JSON is an error with its line', (_name, text, location) => {
    expect(() => readIperf3(text, { file: 'f.json' })).toThrow(
      expect.objectContaining({ code: 'invalid-syntax', location: expect.stringContaining(location) }),
    );
  });

  it('keeps what the caller says of the message, and says when the file differs', () => {
    const { observations, warnings } = readIperf3(sample('iperf3-udp.json'), { message: 64 });
    expect(observations[0].message).toBe(64);
    expect(codesOf(warnings)).toEqual(['message-differs']);
  });

  it('passes over the warnings that iperf3 prints around its JSON', () => {
    const text = `warning: Report format (-f) flag ignored with JSON output (-J)\n${sample('iperf3-udp.json')}`;
    expect(readIperf3(text).problems).toEqual([]);
  });

  it.skipIf(!haveShared)(`agrees with the summary of twenty real runs${sharedNote}`, () => {
    const summary = readObservations(readShared('lab/iperf3.csv'), {
      columns: {
        gbit_per_s: { metric: 'throughput', unit: 'Gbit/s' },
        sender_cpu_pct: { metric: 'utilization', subject: 'sender', unit: '%' },
        receiver_cpu_pct: { metric: 'utilization', subject: 'receiver', unit: '%' },
        lost_percent: { metric: 'loss', unit: '%' },
        len: 'message_bytes',
        run: 'configuration',
      },
    });
    expect(summary.problems).toEqual([]);
    const files = readdirSync(sharedPath('lab/iperf3'));
    expect(files).toHaveLength(20);
    for (const file of files) {
      const run = readIperf3(readShared(`lab/iperf3/${file}`), { file });
      expect(run.problems).toEqual([]);
      const values = valuesOf(run);
      for (const one of summary.observations.filter((row) => `${row.configuration}.json` === file)) {
        const name = [one.metric, one.subject].filter(Boolean).join(' ');
        expect(run.observations[0].message).toBe(one.message);
        // the summary is rounded to 5 digits of a percent or a Gbit/s
        if (name in values || one.value !== 0)
          expect(values[name], `${file} ${name}`).toBeCloseTo(one.value, one.value > 1e6 ? -6 : 3);
      }
    }
  });
});
