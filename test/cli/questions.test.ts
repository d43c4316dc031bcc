import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breakEven, explain, place, sensitivity, xenPv } from '../../src';
import { useHere } from './run-here';

const here = useHere();
const receive = ['--topology', 'inter-node-receive'];
const plain = (answer: object) => JSON.parse(JSON.stringify(answer));

describe('sidecore explain', () => {
  it('answers in words, and as tables of shares, cycles and misses', async () => {
    const { stdout, stderr, code } = await here.run(['explain', ...receive, '--draws', '0']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('From 1.69 to 3.03 Gbit/s, 1.79x, on 1 core to 2.');
    expect(stdout).toContain('Of the gain, 72 % is the extra core and 26 % is fewer cache misses.');
    expect(stdout).toContain('2,398 cycles are saved (13 % of 18,264), of which 94 % is fewer cache misses.');
    for (const word of ['more cores at work', 'less reload', 'of these, cache misses', 'peer core'])
      expect(stdout).toContain(word);
  });

  it('says why there are no shares', async () => {
    const { stdout } = await here.run(['explain', ...receive, '--window', '2', '--draws', '0']);
    expect(stdout).toContain('no share of the gain is given');
    expect(stdout).toContain('window-limited');
    expect(stdout).not.toContain('Of the gain');
  });

  it('--json is the answer of explain()', async () => {
    const options = ['--placement', 'none,driver-domain-other-socket', '--draws', '20', '--seed', '4'];
    const { stdout } = await here.run(['explain', ...receive, ...options, '--json']);
    const { explanations, command } = JSON.parse(stdout);
    const after = 'driver-domain-other-socket';
    expect(command).toBe('explain');
    expect(explanations).toEqual([
      plain(explain(xenPv, { topology: 'inter-node-receive', before: 'none', after, draws: 20, seed: 4 })),
    ]);
  });

  it.each([
    [['--placement', 'none'], 'one placement is no comparison'],
    [['--placement', 'none,nowhere'], 'nowhere'],
    [['--level', '120%'], '--level: 1.2'],
    [['--draws', '1e9'], 'too-large'],
    [['--placement', 'none,none'], 'none beside itself'],
    [['--variation', '2'], '--variation: 2'],
    [['--kind', 'stream', '--arrival-rate', '5kpps'], 'open traffic'],
    [['--reply', '5B'], 'request-response traffic'],
    [['--chart', 'nowhere/x.svg'], 'make the folder nowhere first'],
    [['--chart', 'x.gif'], '--chart: "x.gif"'],
    [['--draws', 'many'], '--draws'],
  ])('refuses %j', async (options, said) => {
    const { code, stderr } = await here.run(['explain', ...receive, ...options]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});

describe('sidecore place', () => {
  it('marks what needs a code change', async () => {
    const { stdout, code } = await here.run(['place', ...receive, '--draws', '0']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/today +3\.03 .*driver-domain on side-core\n/);
    expect(stdout).toMatch(/3\.63 +2\.14x .*grant-copy\* on guest-core/);
  });

  it('--json is the answer of place()', async () => {
    const { stdout } = await here.run(['place', ...receive, '--changes', '1', '--draws', '10', '--json']);
    const expected = place(xenPv, { topology: 'inter-node-receive', from: 'none', changes: 1, draws: 10 });
    expect(JSON.parse(stdout).answer).toEqual(plain(expected));
  });

  it('writes a placement that predicts what it said, of a template and of a file', async () => {
    const out = join(here.folder, 'found.yaml');
    await here.run(['place', ...receive, '--draws', '0', '--out', out]);
    const { stdout } = await here.run(['predict', out, ...receive, '--placement', 'found', '--json']);
    expect(JSON.parse(stdout).predictions[0].throughput / 1e9).toBeCloseTo(3.63, 2);

    const file = join(here.folder, 'mine.yaml');
    writeFileSync(file, 'sidecore: 1\ntemplate: xen-pv\n');
    const lines = join(here.folder, 'lines.yaml');
    await here.run(['place', file, ...receive, '--draws', '0', '--out', lines]);
    writeFileSync(file, `sidecore: 1\ntemplate: xen-pv\n${readFileSync(lines, 'utf8')}`);
    const again = await here.run(['predict', file, ...receive, '--placement', 'found', '--json']);
    expect(JSON.parse(again.stdout).predictions[0].throughput / 1e9).toBeCloseTo(3.63, 2);

    const refused = await here.run(['place', ...receive, '--draws', '0', '--out', out]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('exists already')]);
  });
});

describe('sidecore sensitivity', () => {
  it('lists the numbers that matter most, and --json is the answer of sensitivity()', async () => {
    const asked = ['sensitivity', ...receive, '--placement', 'driver-domain'];
    const { stdout } = await here.run(asked);
    expect(stdout).toContain('limited by side-core');
    expect(stdout).toContain('stages.netback-receive.cycles');
    const json = await here.run([...asked, '--parameters', 'machine.clock,batch', '--json']);
    const parameters = ['machine.clock', 'batch'];
    const scenario = { topology: 'inter-node-receive', placement: 'driver-domain', parameters };
    expect(JSON.parse(json.stdout).answer).toEqual(plain(sensitivity(xenPv, scenario)));
  });
});

describe('sidecore break-even', () => {
  it('answers in a sentence, and --json is the answer of breakEven()', async () => {
    const asked = ['break-even', ...receive, '--vary', 'window=1:64', '--gain', '50%'];
    const { stdout } = await here.run(asked);
    expect(stdout).toMatch(
      /From window \d+ it gains 50\.0 % or more: \+\d\d\.\d\d % at \d+, \+\d\d\.\d\d % at \d+\./,
    );
    const json = await here.run([...asked, '--json']);
    const between = { low: 1, high: 64 };
    expect(JSON.parse(json.stdout).answers).toEqual([
      plain(breakEven(xenPv, { topology: 'inter-node-receive', vary: 'window', between, gain: 0.5 })),
    ]);
  });

  it('answers in whole bytes, and takes arrivals per second', async () => {
    const bytes = await here.run(['break-even', ...receive, '--vary', 'message=64B:1400B', '--gain', '80%']);
    expect(bytes.stdout).toMatch(
      /(From|Up to) message [\d,]+ B it gains 80\.0 % or more: .* at [\d,]+ B, .* at [\d,]+ B/,
    );
    const rates = ['--vary', 'arrivalRate=10k/s:1000k/s', '--gain', '10%', '--json'];
    const { answers } = JSON.parse((await here.run(['break-even', ...receive, ...rates])).stdout);
    expect([answers[0].curve[0].value, answers[0].curve.at(-1).value]).toEqual([1e4, 1e6]);
    const asked = (rate: string) => here.run(['predict', ...receive, '--arrival-rate', rate, '--json']);
    expect((await asked('100000/s')).stdout).toBe((await asked('100 kpps')).stdout);
  });

  it('says always and never, and takes units', async () => {
    const asked = ['break-even', ...receive, '--vary', 'message=64B:64KiB', '--gain'];
    expect((await here.run([...asked, '10%'])).stdout).toContain(
      'It gains 10.0 % or more between 64 B and 65,536 B.',
    );
    expect((await here.run([...asked, '300%'])).stdout).toContain('It never gains 300 % or more between');
  });

  it.each([
    [['--vary', 'window'], 'message=64B:64KiB'],
    [['--vary', 'message=64 s:1 s'], '--vary'],
    [['--vary', 'nothing=1:2'], 'nothing'],
    [['--vary', 'machine.clock=1:2'], '"1" has no unit'],
    [['--vary', 'window=1.5:8'], '--vary'],
    [['--vary', 'message=1KiB:64B'], '--vary: 1024 is not below 64'],
    [['--vary', 'message=64B:1KiB', '--message', '64B'], '--vary message is given as well'],
    [['--vary', 'message=64B:1KiB', '--vary', 'window=1:8'], 'both given'],
    [[], 'sidecore break-even --help explains'],
  ])('refuses %j', async (options, said) => {
    const { code, stderr } = await here.run(['break-even', ...receive, ...options]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
