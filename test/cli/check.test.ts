import { describe, expect, it } from 'vitest';
import { check, xenPv } from '../../src';
import { useCli } from './run-cli';

const cli = useCli();
const few = ['--packets', '500', '--replications', '2'];
const one = ['--topology', 'inter-node-receive', '--placement', 'driver-domain'];

describe('sidecore check', () => {
  it('sets simulated beside predicted, and is silent on stderr', async () => {
    const { stdout, stderr } = await cli.run(['check', ...one, '--window', '16', ...few]);
    expect(stderr).toBe('');
    for (const word of ['throughput, Gbit/s', 'utilisation side-core', 'batch receiving-guest', 'predicted'])
      expect(stdout).toContain(word);
  });

  it('--json is the answer of check()', async () => {
    const { stdout } = await cli.run([
      'check',
      ...one,
      '--window',
      '16',
      '--variation',
      '0.3',
      ...few,
      '--json',
    ]);
    const scenario = {
      topology: 'inter-node-receive',
      placement: 'driver-domain',
      window: 16,
      traffic: { variation: 0.3 },
    };
    const expected = check(xenPv, scenario, { packets: 500, replications: 2 });
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      command: 'check',
      model: 'xen-pv',
      checks: [JSON.parse(JSON.stringify(expected))],
    });
  });

  it('prints the same numbers whatever the number of threads', async () => {
    const asked = ['check', ...one, '--window', '16', '--packets', '300', '--replications', '5', '--json'];
    const [alone, two, many] = await Promise.all(
      ['1', '2', '7'].map((workers) => cli.run([...asked, '--workers', workers])),
    );
    expect(JSON.parse(alone.stdout).checks[0].replications).toBe(5);
    expect([two, many].map(({ stdout }) => stdout)).toEqual([alone.stdout, alone.stdout]);
    expect([alone.stderr, two.stderr, many.stderr]).toEqual(['', '', '']);
  });

  it('says by its exit code whether every simulated throughput lies in its bracket', async () => {
    const wide = await cli.run([
      'check',
      ...one,
      '--window',
      '8',
      '--packets',
      '4000',
      '--replications',
      '3',
    ]);
    expect(wide.code).toBe(0);
    expect(wide.stdout).not.toContain('outside');
    const narrow = await cli.run([
      'check',
      ...['--template', 'xen-pv-grant-map', '--topology', 'inter-node', '--placement', 'none'],
      // Regular requests that share every core travel together, which the formulas take for rare.
      ...['--kind', 'request-response', '--message', '122B', '--window', '3', '--variation', '0'],
      ...['--packets', '4000'],
    ]);
    expect(narrow.code).toBe(1);
    expect(narrow.stdout).toContain('outside the predicted bracket');
  });

  it.each([
    [['--replications', '1'], '--replications'],
    [['--packets', 'many'], '--packets'],
    [['--variation', '2'], 'variation'],
    [['--seed', '-3'], '--seed'],
    [['--workers', '0'], '--workers'],
    [['--placement', 'nowhere'], '--placement'],
  ])('refuses %j with exit code 2 and no stack trace', async (args, named) => {
    const { code, stdout, stderr } = await cli.run(['check', ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(named);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
