import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readObservations } from '../../src/formats';
import { useHere } from './run-here';

const here = useHere();
const sample = (name: string) => fileURLToPath(new URL(`../formats/samples/${name}`, import.meta.url));

describe('sidecore import', () => {
  it('writes one table of several files, which is read back with the first origin of every row', async () => {
    const out = join(here.folder, 'observations.csv');
    const { code, stdout, stderr } = await here.run([
      ...['import', sample('iperf3-bidir.json'), sample('mpstat.json'), '--topology', 'inter-node'],
      ...['--placement', 'none', '--subject', 'cpu1=driver-core', '--set', 'kernel=6.1', '--out', out],
    ]);
    expect(code).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('iperf3-bidir.json: iperf3, 4 observations');
    expect(stderr).toContain('mpstat.json: sysstat, 3 observations');
    const { observations, problems } = readObservations(readFileSync(out, 'utf8'), {
      file: 'observations.csv',
    });
    expect(problems).toEqual([]);
    expect(observations).toHaveLength(7);
    expect(observations[0]).toMatchObject({
      metric: 'throughput',
      value: 6.8e9,
      topology: 'inter-node',
      placement: 'none',
      origin: { file: sample('iperf3-bidir.json') },
      covariates: { kernel: 6.1 },
    });
    expect(observations.at(-1)).toMatchObject({ subject: 'driver-core', value: 0.25 });
    // twice only with --force
    const again = await here.run(['import', sample('mpstat.json'), '--out', out]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
  });

  it('reads fields off the names of files, and prints JSON', async () => {
    const file = join(here.folder, 'udp_same_l1448_r2.json');
    writeFileSync(file, readFileSync(sample('iperf3-udp.json')));
    const { code, stdout } = await here.run([
      ...['import', file, '--json', '--name-pattern', '{protocol}_{placement}_l{message}_r{replicate}.json'],
    ]);
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schemaVersion: 1, command: 'import', problems: [], warnings: [] });
    expect(document.files).toEqual([{ file, format: 'iperf3', observations: 5, problems: 0 }]);
    expect(document.observations[0]).toMatchObject({ placement: 'same', message: 1448, replicate: '2' });
  });

  it('gives counters per packet', async () => {
    const { code, stdout, stderr } = await here.run([
      'import',
      sample('perf-per-cpu.csv'),
      '--packets',
      '1e3',
    ]);
    expect(stdout).toContain('cycles_per_packet,cpu0,1800,cycles');
    // two counters did not run
    expect(code).toBe(1);
    expect(stderr).toMatch(/not taken \[not-counted\] .*perf-per-cpu\.csv:9: dTLB-load-misses/);
  });

  it('names what has no subject', async () => {
    const { stdout } = await here.run(
      ['import', '-', '--subject', '=driver-domain', '--packets', '2'],
      '1800,,cycles,1000,100.00,,\n',
    );
    expect(stdout).toContain('cycles_per_packet,driver-domain,900,cycles');
  });

  it('reads a wide table', async () => {
    const { code, stdout } = await here.run(
      [
        'import',
        '-',
        '--column',
        'gbps=throughput@Gbit/s',
        '--column',
        'llc=misses_per_packet:rx:llc',
        '--column',
        'len=message_bytes',
      ],
      'len,gbps,llc\n64,5,0.5\n',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/,64,,,throughput,,5000000000,bit\/s,/);
    expect(stdout).toMatch(/,64,,,misses_per_packet,rx:llc,0\.5,/);
  });

  it('exits 1 and writes nothing when the only run failed', async () => {
    const out = join(here.folder, 'failed.csv');
    const { code, stderr } = await here.run(['import', sample('iperf3-error.json'), '--out', out]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/not taken \[failed-run\] .*Connection refused/);
    expect(existsSync(out)).toBe(false);
  });

  it('exits 2 with file and line when one file cannot be read, says so of each, and writes nothing', async () => {
    const cut = join(here.folder, 'cut.json');
    writeFileSync(cut, '{\n "start": {\n');
    const out = join(here.folder, 'none.csv');
    const { code, stdout, stderr } = await here.run([
      'import',
      sample('mpstat.json'),
      cut,
      'missing.json',
      '--format',
      'auto',
      '--out',
      out,
    ]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('mpstat.json: sysstat, 3 observations');
    expect(stderr).toMatch(/\[unsupported\]|\[invalid-syntax\] .*cut\.json:\d/);
    expect(stderr).toMatch(/\[file-access\] missing\.json/);
    expect(existsSync(out)).toBe(false);
  });

  it.each<[name: string, args: string[], code: string]>([
    ['an unknown format', ['--format', 'iperf'], 'unknown-name'],
    ['a message without a unit', ['--message', '64'], 'invalid-unit'],
    ['a message of nothing', ['--message', '0B'], 'invalid-value'],
    ['a subject without a name', ['--subject', 'cpu0'], 'invalid-usage'],
    ['a fact without a value', ['--set', 'kernel'], 'invalid-usage'],
    ['a rate that is a time', ['--packet-rate', '5s'], 'invalid-unit'],
    ['a name that does not fit', ['--name-pattern', '{placement}_{message}.txt'], 'invalid-syntax'],
  ])('%s: exit 2', async (_name, args, code) => {
    const { code: exit, stdout, stderr } = await here.run(['import', sample('mpstat.json'), ...args]);
    expect(exit).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`[${code}]`);
  });
});
