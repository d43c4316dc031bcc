import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathModel, predict, sweep, xenPv } from '../../src';
import { sweepPart } from '../../src/cli/sweep/sweep-part';
import { useHere } from './run-here';

const here = useHere();
const grid = [
  '--vary',
  'message=64B:4KiB:x2',
  '--vary',
  'window=1,8,64',
  '--vary',
  'placement=none,driver-domain',
];
const lines = (text: string) => text.trimEnd().split('\n');

describe('sidecore sweep', () => {
  it('prints a table whose rows are the predictions', async () => {
    const { code, stdout, stderr } = await here.run(['sweep', '--topology', 'intra-node', ...grid]);
    expect([code, stderr]).toEqual([0, '']);
    const [header, ...rows] = lines(stdout).map((line) => line.split(','));
    expect(header.slice(0, 4)).toEqual(['message', 'window', 'placement', 'throughput']);
    expect(rows).toHaveLength(7 * 3 * 2);
    for (const [message, window, placement, throughput, lower, upper] of rows) {
      const alone = predict(xenPv, {
        topology: 'intra-node',
        message: Number(message),
        window: Number(window),
        placement,
      });
      expect(Number(throughput)).toBe(alone.throughput);
      expect({ lower: Number(lower), upper: Number(upper) }).toEqual(alone.bracket);
    }
  });

  it('prints rows of the library as NDJSON', async () => {
    const { stdout } = await here.run(['sweep', '--json', '--vary', 'window=0,4']);
    const [topology] = Object.keys(xenPv.topologies);
    const [placement] = Object.keys(xenPv.placements);
    const rows = [...sweep(xenPv, { vary: { window: [0, 4] }, scenario: { topology, placement } })];
    expect(lines(stdout).map((line) => JSON.parse(line))).toEqual(rows);
  });

  it('reads units, steps, lists, factors and words', async () => {
    const vary = [
      'machine.clock=2GHz:3GHz:+0.5GHz',
      'stages.*.cycles=50 %,2',
      'network.roundTrip=10us:40us:x2',
      'batch=8,solve',
      'traffic.kind=stream',
      'traffic.acknowledgementRatio=0.1:0.3:+0.1',
    ];
    const { code, stdout } = await here.run([
      'sweep',
      ...vary.flatMap((one) => ['--vary', one]),
      '--output',
      'message',
    ]);
    expect(code).toBe(0);
    const rows = lines(stdout)
      .slice(1)
      .map((line) => line.split(','));
    const column = (at: number) => [...new Set(rows.map((row) => row[at]))];
    expect([0, 1, 2, 3, 4, 5].map(column)).toEqual([
      ['2000000000', '2500000000', '3000000000'],
      ['0.5', '2'],
      ['0.00001', '0.00002', '0.00004'],
      ['8', 'solve'],
      ['stream'],
      ['0.1', '0.2', '0.3'],
    ]);
  });

  it('draws the same rows for the same seed', async () => {
    const draw = (seed: string) =>
      here.run([
        'sweep',
        '--random',
        '40',
        '--seed',
        seed,
        '--vary',
        'window=1:256:log',
        '--vary',
        'machine.clock=2GHz:4GHz',
      ]);
    const { stdout } = await draw('3');
    expect((await draw('3')).stdout).toBe(stdout);
    expect((await draw('4')).stdout).not.toBe(stdout);
    expect(lines(stdout)).toHaveLength(41);
  });

  it('goes on with a file wherever it was cut off, to the same end', async () => {
    const whole = join(here.folder, 'whole.csv');
    await here.run(['sweep', ...grid, '--out', whole]);
    const text = readFileSync(whole, 'utf8');
    const cut = join(here.folder, 'cut.csv');
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), async (length) => {
        writeFileSync(cut, text);
        truncateSync(cut, length);
        const { code } = await here.run(['sweep', ...grid, '--out', cut, '--resume']);
        expect(code).toBe(0);
        expect(readFileSync(cut, 'utf8')).toBe(text);
      }),
      { numRuns: 25, examples: [[0], [5], [text.indexOf('\n')], [text.indexOf('\n') + 1], [text.length]] },
    );
  });

  it('refuses to go on with rows of another sweep, and leaves the file as it is', async () => {
    const file = join(here.folder, 'other.ndjson');
    await here.run(['sweep', '--vary', 'window=1,2,3', '--out', file]);
    const text = readFileSync(file, 'utf8');
    for (const other of [
      ['--vary', 'window=1,2,4'],
      ['--vary', 'window=1,2'],
      ['--vary', 'message=1B,2B,3B'],
      ['--vary', 'window=1,2,3', '--message', '64B'],
    ]) {
      const { code, stderr } = await here.run(['sweep', ...other, '--out', file, '--resume']);
      expect(code, other.join(' ')).toBe(2);
      expect(stderr).toMatch(/other\.ndjson:\d+: this line is not of the sweep/);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
    appendFileSync(file, 'x\n');
    expect((await here.run(['sweep', '--vary', 'window=1,2,3', '--out', file, '--resume'])).code).toBe(2);
  });

  it.each(['', 'x', 'a file\n', '{"row":0,"values":{"window":2}}\n', 'sidecore: 1'])(
    'leaves a file of something else as it is: %j',
    async (text) => {
      for (const name of ['else.ndjson', 'else.csv']) {
        const file = join(here.folder, name);
        writeFileSync(file, text);
        const { code } = await here.run(['sweep', '--vary', 'window=1,2', '--out', file, '--resume']);
        // An empty file is one that was stopped before its first line.
        expect(code).toBe(text === '' ? 0 : 2);
        if (text !== '') expect(readFileSync(file, 'utf8')).toBe(text);
      }
    },
  );

  it('names the rows of --measured that it cannot take, draws the others and exits 1', async () => {
    const measured = join(here.folder, 'measured.csv');
    const chart = join(here.folder, 'measured.vl.json');
    writeFileSync(
      measured,
      'topology,placement,window,metric,value,unit\ninter-node-receive,none,2,throughput,1.5,Gbit/s\ninter-node-receive,none,4,throughput,many,Gbit/s\n',
    );
    const { code, stderr } = await here.run([
      ...['sweep', '--vary', 'window=1,2,4', '--topology', 'inter-node-receive'],
      ...['--chart', chart, '--measured', measured],
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/not taken \[not-a-number\] .*measured\.csv:3: /);
    expect(readFileSync(chart, 'utf8')).toContain('"measured": true');
  });

  it('draws only what was measured at the settings that do not vary, and says how many others there are', async () => {
    const measured = join(here.folder, 'settings.csv');
    const chart = join(here.folder, 'settings.vl.json');
    const rows = [
      'inter-node-receive,none,8,1448 B',
      'intra-node,none,8,1448 B',
      'inter-node-receive,none,64,1448 B',
    ];
    writeFileSync(
      measured,
      [
        'topology,placement,window,message,metric,value,unit',
        ...rows.map((row) => `${row},throughput,1.5,Gbit/s`),
      ].join('\n'),
    );
    const { code, stderr } = await here.run([
      ...['sweep', '--vary', 'message=64B:64KiB:x2', '--topology', 'inter-node-receive', '--window', '8'],
      ...['--chart', chart, '--measured', measured],
    ]);
    expect(stderr).toContain('2 of 3 measured throughputs are not of topology inter-node-receive');
    expect(code).toBe(0);
    expect(readFileSync(chart, 'utf8').match(/"measured": true/g)).toHaveLength(1);
  });

  it('overwrites a file only with --force', async () => {
    const file = join(here.folder, 'mine.csv');
    writeFileSync(file, 'mine');
    const args = ['sweep', '--vary', 'window=1,2', '--out', file];
    expect((await here.run(args)).stderr).toContain('--resume');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await here.run([...args, '--force'])).code).toBe(0);
    expect(lines(readFileSync(file, 'utf8'))).toHaveLength(3);
  });

  it('says how many rows have no prediction, and why', async () => {
    const { code, stderr, stdout } = await here.run(['sweep', '--vary', 'window=0,1']);
    expect(code).toBe(1);
    expect(stderr).toContain(
      '1 of 2 rows have no prediction, the first because of [invalid-value] scenario.window',
    );
    expect(lines(stdout)[1]).toMatch(/^0,,,,,,,,invalid-value$/);
  });

  it.each([
    [['--vary', 'foo=1'], 'unknown-name'],
    [['--vary', 'message'], 'does not name what varies'],
    [['--vary', 'message='], 'does not name what varies'],
    [['--vary', 'message=1'], 'invalid-unit'],
    [['--vary', 'message=64B:32B:x2'], 'is not a range'],
    [['--vary', 'message=64B:1KiB'], 'does not say its steps'],
    [['--vary', 'message=0B:1KiB:x2'], 'leads nowhere'],
    [['--vary', 'message=1B:1KiB:x1'], 'leads nowhere'],
    [['--vary', 'message=1B:1KiB:+0B'], 'leads nowhere'],
    [['--vary', 'message=1B:1GiB:+1B'], 'too-large'],
    [['--vary', 'placement=nowhere'], 'unknown-name'],
    [['--vary', 'placement=none:driver-domain'], 'no numbers'],
    [['--vary', 'window=64KiB'], 'packets'],
    [['--vary', 'window=1', '--vary', 'window=2'], 'given twice'],
    [['--vary', 'window=1', '--window', '2'], '--vary window is given as well'],
    [['--vary', 'window=1', '--output', 'nope'], 'no field of a prediction'],
    [['--vary', 'window=1', '--json', '--format', 'csv'], 'invalid-usage'],
    [['--vary', 'window=1', '--resume'], 'no file to go on with'],
    [['--vary', 'window=1', '--out', 'x.csv', '--resume', '--force'], '--force is given as well'],
    [['--vary', 'window=1', '--measured', 'x.csv'], 'no chart'],
    [['--vary', 'window=1', '--independent'], '--random'],
    [['--vary', 'traffic.kind=stream,open', '--kind', 'stream'], '--vary traffic.kind is given as well'],
    [['--vary', 'traffic.guests=1,2', '--guests', '2'], '--vary traffic.guests is given as well'],
    [['--vary', 'placement=nowhere'], '--vary placement[0]'],
    [['--vary', 'window=1', '--chart', 'nowhere/x.svg'], 'make the folder nowhere first'],
    [['--vary', 'window=1', '--workers', '0'], '--workers'],
    [['--vary', 'placement=none', '--chart', 'x.svg'], 'no number varies'],
    [['--vary', 'window=1', '--out', '/nowhere/x.csv'], 'file-access'],
    [[], 'nothing varies'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await here.run(['sweep', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('makes the same rows in parts of any size', () => {
    const task = {
      model: pathModel(xenPv),
      options: { vary: { message: { low: 64, high: 4096 } }, random: { samples: 30 } },
      format: 'csv' as const,
    };
    const { text } = sweepPart({ ...task, first: 0, count: 30 });
    fc.assert(
      fc.property(fc.nat(30), (cut) => {
        const first = sweepPart({ ...task, first: 0, count: cut });
        expect(first.text + sweepPart({ ...task, first: cut, count: 30 - cut }).text).toBe(text);
      }),
    );
  });
});
