import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  importFormats,
  importObservations,
  observationProblems,
  observationWarnings,
  observedMetrics,
  readRunName,
} from '../../../src/formats';
import { sample } from './samples';

describe('importObservations', () => {
  it.each<[file: string, format: string]>([
    ['iperf3-bidir.json', 'iperf3'],
    ['iperf3-error.json', 'iperf3'],
    ['iperf3-stream.jsonl', 'iperf3'],
    ['netperf.txt', 'netperf'],
    ['netperf-omni.txt', 'netperf'],
    ['perf-per-cpu.csv', 'perf-stat'],
    ['xentop.txt', 'xentop'],
    ['mpstat.json', 'sysstat'],
    ['sadf.json', 'sysstat'],
  ])('tells %s to be %s', (file, format) => {
    const found = importObservations(sample(file), { file });
    expect(found.format).toBe(format);
    expect(found).toEqual(importObservations(sample(file), { file, format: found.format }));
    expect(importObservations(`\ufeff${sample(file).replace(/\n/g, '\r\n')}`, { file }).format).toBe(format);
  });

  it('leaves out the subjects that are called -', () => {
    for (const file of ['iperf3-bidir.json', 'perf-per-cpu.csv', 'xentop.txt', 'mpstat.json']) {
      const all = importObservations(sample(file), { file }).observations;
      fc.assert(
        fc.property(fc.subarray([...new Set(all.map(({ subject }) => subject))]), (left) => {
          const subjects = Object.fromEntries(left.map((subject) => [subject, '-']));
          expect(importObservations(sample(file), { file, subjects }).observations).toEqual(
            all.filter(({ subject }) => !left.includes(subject)),
          );
        }),
        { numRuns: 20 },
      );
    }
    const table = 'subject,metric,value,unit\na,utilization,50,%\nb,utilization,40,%\n';
    const { observations } = importObservations(table, { subjects: { a: '-', b: 'c' } });
    expect(observations.map(({ subject }) => subject)).toEqual(['c']);
  });

  it.each<[name: string, text: string, format: string]>([
    ['a tidy table', 'placement;metric;value;unit\nnone;throughput;5;Gbit/s', 'csv'],
    ['columns of omni without a banner', 'Throughput,Throughput Units\n5,10^6bits/s', 'netperf'],
    ['keys of omni without a banner', 'THROUGHPUT=5\nTHROUGHPUT_UNITS=10^6bits/s', 'netperf'],
    ['perf without a heading', '1800000;;cycles;2000000;100.00;;', 'perf-stat'],
    ['perf in intervals', '     1.000100000,1000,,cycles,1204272,100.00,,', 'perf-stat'],
    ['perf -j', '{"counter-value" : "1.0", "event" : "cycles"}', 'perf-stat'],
  ])('tells %s', (_name, text, format) => {
    const found = importObservations(text);
    expect(found.format).toBe(format);
    expect(found.observations).toHaveLength(1);
  });

  it('takes a table with a column map for a table', () => {
    const columns = { gbps: { metric: 'throughput', unit: 'Gbit/s' } } as const;
    expect(importObservations('gbps\n5', { columns }).observations[0].value).toBe(5e9);
  });

  it.each<[name: string, text: string, says: RegExp]>([
    ['iperf3 without -J', 'Connecting to host 192.0.2.1, port 5201\n', /-J/],
    ['perf without -x', " Performance counter stats for 'system wide':\n", /-x,/],
    ['mpstat without JSON', 'Linux 6.1.0 (dom0) \t11/02/2026 \t_x86_64_\t(2 CPU)\n', /-o JSON/],
    ['a letter', 'Dear user,\nI measured 5 Gbit/s.', /cannot be told/],
    ['nothing', '', /cannot be told/],
  ])('says what to do about %s', (_name, text, says) => {
    expect(() => importObservations(text, { file: 'f' })).toThrow(
      expect.objectContaining({ code: 'unsupported', location: 'f:1', message: expect.stringMatching(says) }),
    );
  });

  it('refuses an unknown format or option', () => {
    expect(() => importObservations('', { format: 'iperf2' as 'iperf3' })).toThrow(/iperf3/);
    expect(() => importObservations('', { formt: 'iperf3' } as object)).toThrow(/formt/);
  });

  it('never fails but with a SidecoreError, and never gives a value that is not finite, on damaged files', () => {
    const files = [
      'iperf3-bidir.json',
      'iperf3-stream.jsonl',
      'netperf.txt',
      'netperf-omni.txt',
      'perf-per-cpu.csv',
      'xentop.txt',
      'mpstat.json',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.nat(),
        fc.nat(400),
        fc.string({ maxLength: 5 }),
        (file, at, length, insert) => {
          const text = sample(file);
          const from = at % text.length;
          const damaged = text.slice(0, from) + insert + text.slice(from + length);
          try {
            const set = importObservations(damaged, { file });
            for (const { value } of set.observations) expect(value).toBeGreaterThanOrEqual(0);
            for (const { line } of set.problems) expect(line).toBeLessThanOrEqual(damaged.split('\n').length);
          } catch (error) {
            expect(error).toMatchObject({ name: 'SidecoreError', location: expect.stringMatching(/:\d+$/) });
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('readRunName', () => {
  it('reads fields, units and covariates off a name', () => {
    const pattern = '{protocol}_{placement}_l{message}_w{window:B}_P{streams}_r{replicate}.json';
    expect(readRunName('lab/iperf3/tcp_same_l1448_w65536_P4_r2.json', pattern)).toEqual({
      placement: 'same',
      message: 1448,
      replicate: '2',
      covariates: { protocol: 'tcp', window_bytes: 65536, streams: 4 },
    });
    expect(readRunName('udp_none_l64KiB_w0_P1_r1.json', pattern)).toMatchObject({
      message: 65536,
      covariates: { streams: 1 },
    });
    expect(readRunName('intra-node/none/16.json', '{topology}/{placement}/{window}.json')).toEqual({
      topology: 'intra-node',
      placement: 'none',
      window: 16,
    });
    expect(readRunName('a+b(1).txt', '{}({replicate}).txt')).toEqual({ replicate: '1' });
  });

  it.each<[name: string, file: string, pattern: string, code: string]>([
    ['a name that does not fit', 'run.json', '{placement}_{message}.json', 'invalid-syntax'],
    ['a message that is no size', 'none_big.json', '{placement}_{message}.json', 'invalid-'],
    ['a pattern without fields', 'run.json', 'run.json', 'invalid-syntax'],
    ['a field twice', 'a_b.json', '{placement}_{placement}.json', 'invalid-syntax'],
    ['a field with a bad name', 'a.json', '{a b}.json', 'invalid-syntax'],
  ])('%s is an error', (_name, file, pattern, code) => {
    expect(() => readRunName(file, pattern)).toThrow(
      expect.objectContaining({ code: expect.stringContaining(code) }),
    );
  });
});

describe('docs/observations.md', () => {
  const page = readFileSync(new URL('../../../docs/observations.md', import.meta.url), 'utf8');

  it.each(Object.entries({ ...observationProblems, ...observationWarnings }))('lists %s', (code, meaning) => {
    expect(page).toContain(`| \`${code}\` | ${meaning}`);
  });

  it('lists every metric and format', () => {
    for (const [name, { what }] of Object.entries(observedMetrics))
      expect(page).toMatch(new RegExp(`\\| \`${name}\` \\| ${what} \\|`));
    for (const format of importFormats) expect(page).toContain(`\`${format}\``);
  });

  it('has no table of observations that cannot be read', () => {
    const tables = [...page.matchAll(/```csv\n([\s\S]*?)```/g)].map(([, table]) => table);
    expect(tables.length).toBeGreaterThan(0);
    for (const table of tables) expect(importObservations(table, { format: 'csv' }).problems).toEqual([]);
  });
});
