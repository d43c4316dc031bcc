import { describe, expect, it } from 'vitest';
import { fields, optionName } from '../../src/cli/station/fields';
import { kinds } from '../../src/cli/station/kinds';
import * as queueing from '../../src/queueing';
import { useHere } from './run-here';

const here = useHere();

const functions = new Map<string, unknown>(Object.entries(queueing));

/** A command line for every kind. */
const lines: Readonly<Record<string, string[]>> = {
  mm1: ['--arrival-rate', '90/s', '--service-time', '10ms'],
  mmc: ['--arrival-rate', '90/s', '--service-time', '10ms', '--servers', '2'],
  'mm-infinity': ['--arrival-rate', '90/s', '--service-time', '10ms'],
  mm1k: ['--arrival-rate', '90/s', '--service-time', '10ms', '--capacity', '5'],
  mmck: ['--arrival-rate', '90/s', '--service-time', '10ms', '--servers', '2', '--capacity', '5'],
  'mmck-transient': [
    '--arrival-rate',
    '90',
    '--service-time',
    '10ms',
    '--servers',
    '2',
    '--capacity',
    '5',
    '--time',
    '1s',
  ],
  'mmc-abandonment': ['--arrival-rate', '90', '--service-time', '10ms', '--servers', '2', '--patience', '1s'],
  'asymmetric-mmc': ['--arrival-rate', '90', '--service-times', '10ms,20ms'],
  'erlang-b': ['--offered-load', '10', '--servers', '12'],
  'erlang-c': ['--offered-load', '10', '--servers', '12'],
  engset: ['--population', '10', '--think-time', '1s', '--service-time', '100ms', '--servers', '2'],
  'finite-population': [
    '--population',
    '10',
    '--think-time',
    '1s',
    '--service-time',
    '100ms',
    '--servers',
    '2',
  ],
  'loss-network': [
    '--links',
    '{a: {capacity: 30}, b: {capacity: 20}}',
    '--routes',
    '{call: {arrivalRate: 5/s, serviceTime: 3 s, circuits: {a: 1, b: 1}}}',
  ],
  mg1: ['--arrival-rate', '90', '--service', '{type: erlang, mean: 10 ms, stages: 3}'],
  md1: ['--arrival-rate', '90', '--service-time', '10ms'],
  'm-erlang-k1': ['--arrival-rate', '90', '--service-time', '10ms', '--stages', '3'],
  'm-hyperexponential1': ['--arrival-rate', '90', '--probabilities', '0.9,0.1', '--means', '1ms,20ms'],
  'mg1-priority': [
    '--classes',
    '[{name: urgent, arrivalRate: 10/s, serviceTime: 20 ms, serviceVariability: 1}, {arrivalRate: 10/s, serviceTime: 30 ms, serviceVariability: 1}]',
    '--rule',
    'preemptive-resume',
  ],
  'mg1-setup': [
    ...['--arrival-rate', '50', '--service-time', '10ms', '--service-variability', '1'],
    ...['--setup-time', '5ms', '--setup-variability', '0'],
  ],
  'mm1-setup': ['--arrival-rate', '50', '--service-time', '10ms', '--setup-time', '5ms'],
  'mg1-vacation': [
    ...['--arrival-rate', '50', '--service-time', '10ms', '--service-variability', '1'],
    ...['--vacation-time', '5ms', '--vacation-variability', '0'],
  ],
  mg1k: ['--arrival-rate', '90', '--service', '{type: deterministic, value: 10 ms}', '--capacity', '4'],
  'mg1k-loss-approximation': [
    ...['--arrival-rate', '90', '--service-time', '10ms', '--service-variability', '0.5', '--capacity', '4'],
  ],
  'receive-livelock': ['--arrival-rate', '500/ms', '--interrupt-time', '1us', '--service-time', '4us'],
  'processor-sharing': ['--arrival-rate', '90', '--service-time', '10ms'],
  'size-based': [
    ...['--arrival-rate', '50', '--service', '{type: exponential, mean: 10 ms}'],
    ...['--discipline', 'shortest-job-first'],
  ],
  phph1: [
    '--arrival',
    '{type: erlang, mean: 20 ms, stages: 2}',
    '--service',
    '{type: exponential, mean: 10 ms}',
  ],
  gg1: [
    '--arrival-rate',
    '90',
    '--service-time',
    '10ms',
    '--arrival-variability',
    '2',
    '--service-variability',
    '1',
  ],
  ggc: [
    ...['--arrival-rate', '90', '--service-time', '10ms', '--arrival-variability', '2'],
    ...['--service-variability', '1', '--servers', '2', '--method', 'allen-cunneen'],
  ],
  polling: [
    '--queues',
    '[{arrivalRate: 10/s, serviceTime: 20 ms, serviceVariability: 1, switchoverTime: 1 ms, switchoverVariability: 0}]',
  ],
  'bulk-service': ['--arrival-rate', '90', '--service-time', '10ms', '--batch-limit', '4'],
  'gated-batch': ['--population', '8', '--activation-time', '5us', '--service-time', '1us'],
  'fork-join': ['--arrival-rate', '90', '--service-time', '10ms', '--branches', '4'],
  'cache-hit-ratio': ['--popularity', '{items: 100, zipfExponent: 0.8}', '--capacity', '10'],
  'fewest-servers': ['--arrival-rate', '90', '--service-time', '10ms', '--target-waiting-time', '5ms'],
  'highest-arrival-rate': [
    ...['--service-time', '10ms', '--servers', '2', '--target-waiting-time-percentile', '95% in 20ms'],
  ],
};

describe('sidecore station', () => {
  it('lists its kinds, each of which is a function of the library with known options', async () => {
    const { code, stdout } = await here.run(['station']);
    expect(code).toBe(0);
    for (const [name, { solve, needs, may = [] }] of Object.entries(kinds)) {
      expect(stdout).toMatch(new RegExp(`^${name} `, 'm'));
      expect(functions.get(solve)).toBeTypeOf('function');
      for (const field of [...needs, ...may]) expect(fields).toHaveProperty(field);
    }
    const listed = JSON.parse((await here.run(['station', '--json'])).stdout).kinds;
    expect(listed.map((kind: { name: string }) => kind.name)).toEqual(Object.keys(kinds));
  });

  it.each(Object.keys(kinds))(
    'answers %s, as text and as the function itself does',
    async (kind) => {
      expect(lines, `no command line for ${kind}`).toHaveProperty(kind);
      const text = await here.run(['station', kind, ...lines[kind]]);
      const json = await here.run(['station', kind, ...lines[kind], '--json']);
      expect([text.code, text.stderr, json.code]).toEqual([0, '', 0]);
      expect(text.stdout).not.toMatch(/NaN|undefined|\[object/);
      const document = JSON.parse(json.stdout);
      expect(document).toMatchObject({ schemaVersion: 1, command: 'station', kind });
      const own = (functions.get(kinds[kind].solve) as (options: unknown) => unknown)(document.options);
      const answer = typeof own === 'number' ? { [kinds[kind].figure!]: own } : own;
      expect(document.answer).toEqual(
        JSON.parse(
          JSON.stringify(answer, (_, value) => (value === Number.POSITIVE_INFINITY ? 'Infinity' : value)),
        ),
      );
    },
    20_000,
  );

  it('gives percentiles, shares within a time and state probabilities', async () => {
    const args = ['station', 'mmc', ...lines.mmc, '--percentile', '95', '--percentile', '99%'];
    const more = ['--within', '20ms', '--state-probability', '0', '--state-probability', '2'];
    const { stdout } = await here.run([...args, ...more]);
    expect(stdout).toMatch(/waiting time, 95 % +15\.639 ms/);
    expect(stdout).toMatch(/P\(response time <= 20\.000 ms\) +0\.79614/);
    expect(stdout).toMatch(/P\(0 customers\) +0\.37931/);
    const document = JSON.parse((await here.run([...args, ...more, '--json'])).stdout);
    const station = queueing.mmc({ arrivalRate: 90, serviceTime: 0.01, servers: 2 });
    expect(document.percentiles).toContainEqual({
      of: 'responseTime',
      percent: 99,
      time: station.responseTime.percentile(0.99),
    });
    expect(document.stateProbabilities[1].probability).toBe(station.stateProbability(2));
  });

  it('answers saturation plainly, with exit 0', async () => {
    const { code, stdout } = await here.run([
      'station',
      'mm1',
      '--arrival-rate',
      '200/s',
      '--service-time',
      '10ms',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^saturated: .* the limit is 100\.0 per second/);
    expect(stdout).toMatch(/response time +infinite/);
  });

  const mmc = (...changes: string[]) => ['station', 'mmc', ...lines.mmc, ...changes];
  it.each<[name: string, args: string[], says: RegExp]>([
    ['an unknown kind', ['station', 'mcm'], /unknown-name.*mcm[\s\S]*mmc/],
    ['an option that is missing', ['station', 'mmc', '--arrival-rate', '9'], /invalid-usage.*--service-time/],
    ['an unknown option', mmc('--server', '2'), /invalid-usage.*--server[\s\S]*--servers/],
    ['an option of another kind', mmc('--patience', '2s'), /invalid-usage.*--patience/],
    ['an argument too many', mmc('more'), /invalid-usage/],
    ['a negative rate', mmc('--arrival-rate=-1/s'), /invalid-value.*--arrival-rate/],
    ['a rate in seconds', mmc('--arrival-rate', '3ms'), /invalid-unit.*--arrival-rate[\s\S]*90\/s/],
    ['a rate of bits', mmc('--arrival-rate', '5 Gbit/s'), /invalid-unit.*--arrival-rate[\s\S]*90\/s/],
    ['a rate of bytes', mmc('--arrival-rate', '4 KiB/s'), /invalid-unit.*--arrival-rate/],
    ['a time per second', mmc('--service-time', '3/s'), /invalid-.*--service-time/],
    ['a time of 0', mmc('--service-time', '0'), /invalid-value.*--service-time/],
    ['half a server', mmc('--servers', '1.5'), /invalid-value.*--servers/],
    ['servers that are a word', mmc('--servers', 'two'), /invalid-value.*--servers.*"two"/],
    ['an endless number', mmc('--servers', '1e999'), /invalid-value.*--servers/],
    ['a percentile above 100', mmc('--percentile', '101'), /invalid-value.*--percentile/],
    ['a percentile of nothing', mmc('--percentile', ''), /invalid-value.*--percentile/],
    ['half a customer', mmc('--state-probability', '0.5'), /invalid-value.*--state-probability/],
    ['a chart of unknown kind', mmc('--chart', 'x.bmp'), /invalid-.*bmp/],
    [
      'percentiles without a closed form',
      ['station', 'mg1', ...lines.mg1, '--percentile', '95'],
      /unsupported.*--percentile/,
    ],
    [
      'states without a closed form',
      ['station', 'gg1', ...lines.gg1, '--state-probability', '1'],
      /unsupported.*--state-probability/,
    ],
    [
      'a distribution that is no YAML',
      ['station', 'mg1', '--arrival-rate', '9', '--service', '{'],
      /invalid-syntax.*--service/,
    ],
    [
      'an unknown distribution',
      ['station', 'mg1', '--arrival-rate', '9', '--service', '{type: normal, mean: 1 ms}'],
      /invalid-value.*--service\.type/,
    ],
    [
      'a distribution with a wrong unit',
      ['station', 'mg1', '--arrival-rate', '9', '--service', '{type: exponential, mean: 1 mss}'],
      /invalid-unit.*--service\.mean/,
    ],
    [
      'a service and its moments',
      ['station', 'mg1', ...lines.mg1, '--service-time', '1ms'],
      /invalid-shape.*--service-time/,
    ],
    [
      'a discipline that there is not',
      [
        'station',
        'size-based',
        '--arrival-rate',
        '9',
        '--service',
        '{type: exponential, mean: 1 ms}',
        '--discipline',
        'sjf',
      ],
      /invalid-value.*--discipline.*shortest-job-first/,
    ],
    [
      'no target',
      ['station', 'fewest-servers', '--arrival-rate', '9', '--service-time', '1s'],
      /invalid-usage.*target/,
    ],
    [
      'two targets',
      ['station', 'fewest-servers', ...lines['fewest-servers'], '--target-waiting-probability', '5%'],
      /invalid-.*target/,
    ],
    [
      'a target without its time',
      [
        'station',
        'highest-arrival-rate',
        '--service-time',
        '1s',
        '--servers',
        '1',
        '--target-waiting-time-percentile',
        '95%',
      ],
      /invalid-value[\s\S]*95% in 5ms/,
    ],
    [
      'a share above 1',
      [
        'station',
        'fewest-servers',
        '--arrival-rate',
        '9',
        '--service-time',
        '1s',
        '--target-waiting-probability',
        '105%',
      ],
      /invalid-value.*--target-waiting-probability/,
    ],
  ])('refuses %s: exit 2, an error with a code, no stack trace', async (_name, args, says) => {
    const { code, stdout, stderr } = await here.run(args);
    expect(stderr).toMatch(says);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toMatch(/\n\s+at |NaN/);
  });

  it('names options as they are written', () => {
    expect(optionName('targetWaitingTimePercentile')).toBe('--target-waiting-time-percentile');
  });
});
