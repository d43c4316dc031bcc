import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSysstat, readXentop } from '../../../src/formats';
import { codesOf, lineWith, sample, valuesOf } from './samples';

describe('readXentop', () => {
  it('takes the mean of the samples behind the first, and rates of the network lines', () => {
    const set = readXentop(sample('xentop.txt'), { interval: 2, subjects: { 'Domain-0': 'driver-domain' } });
    expect(set.problems).toEqual([]);
    expect(valuesOf(set)).toEqual({
      'utilization driver-domain': expect.closeTo(1.3, 12),
      'utilization guest-01': expect.closeTo(0.63, 12),
      // 6,000 packets and 9,000,000 bytes in three intervals of 2 s
      'packet_rate guest-01.rx': 1000,
      'throughput guest-01.rx': 12e6,
      'packet_rate guest-01.tx': 10,
      'throughput guest-01.tx': 8000,
    });
    // 1.2, 1.3, 1.4: standard deviation 0.1, of the mean of three 0.1/sqrt(3)
    expect(set.observations[0].standardDeviation).toBeCloseTo(0.1 / Math.sqrt(3), 12);
    // Domain-0 has eight virtual CPUs, so 130 % is no surprise.
    expect(set.warnings).toEqual([]);
    expect(set.observations[0].covariates).toEqual({ vcpus: 8, samples: 3 });
  });

  it('gives no rates without the interval', () => {
    expect(Object.keys(valuesOf(readXentop(sample('xentop.txt'))))).toEqual([
      'utilization Domain-0',
      'utilization guest-01',
    ]);
  });

  it.each<[name: string, change: (text: string) => string, problems: string[], warnings: string[]]>([
    [
      'one sample',
      (text) => text.split('\n').slice(0, 4).join('\n'),
      ['incomplete-run', 'incomplete-run'],
      [],
    ],
    ['nothing', () => '', ['incomplete-run'], []],
    ['a line cut off', (text) => text.replace(/ {4}0\n/, '\n  gue\n'), ['unreadable-line'], []],
    ['nan for a share', (text) => text.replace('  60.0', '  -nan'), ['not-a-number'], []],
    [
      'a name of ten characters',
      (text) => text.replaceAll('  guest-01', 'guest-0001'),
      [],
      ['truncated-name'],
    ],
    [
      'a guest of one CPU at 250 %',
      (text) => text.replace(/(6\d\.0)/g, '250.0'),
      [],
      ['utilization-above-100'],
    ],
  ])('%s', (_name, change, problems, warnings) => {
    const set = readXentop(change(sample('xentop.txt')));
    expect(codesOf(set.problems)).toEqual(problems);
    expect(codesOf(set.warnings)).toEqual(warnings);
  });
});

describe('readSysstat', () => {
  it('reads mpstat: what is not idle, waiting or stolen', () => {
    const text = sample('mpstat.json');
    const set = readSysstat(text, { file: 'm.json', subjects: { cpu1: 'driver-core' } });
    expect(valuesOf(set)).toEqual({
      'utilization host': expect.closeTo(0.55, 12),
      // 80, 80 (10 idle, 5 waiting, 5 stolen) and 85
      'utilization cpu0': expect.closeTo(0.8166666666666667, 12),
      'utilization driver-core': expect.closeTo(0.25, 12),
    });
    expect(set.observations[0]).toMatchObject({
      origin: { file: 'm.json', line: lineWith(text, '"statistics"') },
      covariates: { node: 'dom0', cpus: 2, samples: 3 },
    });
  });

  it('reads sadf: packets and 1024-byte kilobytes of interfaces', () => {
    expect(valuesOf(readSysstat(sample('sadf.json')))).toEqual({
      'utilization host': 0.4,
      'packet_rate eth0.rx': 1000,
      'throughput eth0.rx': 1414.06 * 1024 * 8,
      'packet_rate eth0.tx': 500,
      'throughput eth0.tx': 32 * 1024 * 8,
    });
  });

  it('gives the busy share of any load, and its standard error', () => {
    const idle = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(idle, (samples) => {
        const statistics = samples.map((one) => ({ 'cpu-load': [{ cpu: '3', idle: one }] }));
        const [{ value, subject, standardDeviation = 0 }] = readSysstat(
          JSON.stringify({ sysstat: { hosts: [{ statistics }] } }),
        ).observations;
        expect(subject).toBe('cpu3');
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
        expect(standardDeviation).toBeLessThanOrEqual(0.51);
      }),
    );
  });

  it.each<[name: string, text: string, codes: string[]]>([
    ['nothing', '', ['incomplete-run']],
    ['another document', '{"start": {}}', ['incomplete-run']],
    ['no samples', '{"sysstat": {"hosts": [{"nodename": "h", "statistics": []}]}}', ['incomplete-run']],
    [
      'text around it',
      'Average:\n{"sysstat": {"hosts": [{"statistics": [{"cpu-load": [{"cpu": "0", "idle": 5}]}]}]}}',
      ['unreadable-line'],
    ],
  ])('%s is a problem', (_name, text, codes) => {
    expect(codesOf(readSysstat(text).problems)).toEqual(codes);
  });

  it('cut-off JSON is an error with its line', () => {
    expect(() => readSysstat('{"sysstat": {\n "hosts": [', { file: 'm' })).toThrow(
      expect.objectContaining({ code: 'invalid-syntax', location: 'm:2' }),
    );
  });
});
