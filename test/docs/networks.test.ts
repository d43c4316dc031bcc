import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readNetwork } from '../../src/formats';
import { mmc, solve } from '../../src/queueing';
import { useHere } from '../cli/run-here';

const here = useHere();
const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}docs/networks.md`, 'utf8');
const blocks = [...page.matchAll(/```console\n\$ sidecore (.*)\n([\s\S]*?)```/g)];

describe('docs/networks.md', () => {
  it.each(blocks.map(([, command, output]) => [command, output]))(
    'prints what `sidecore %s` prints',
    async (command, output) => {
      const args = [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
      const { code, stdout } = await here.run(
        args.map((arg) => (arg.startsWith('examples/') ? root + arg : arg)),
      );
      expect(code).toBe(0);
      expect(stdout).toBe(output);
    },
  );

  it('shows the file and the figures that it names', () => {
    const shown = /```yaml\n([\s\S]*?)```/.exec(page)![1];
    const file = readFileSync(`${root}examples/networks/web-server.yaml`, 'utf8');
    expect(readNetwork(shown)).toEqual(readNetwork(file));
    expect(page).toContain(`// ${solve(readNetwork(file)).classes.user.throughput.toFixed(2)}`);
    const { responseTime } = mmc({ arrivalRate: 90, serviceTime: 0.01, servers: 2 });
    expect(page).toContain(`// ${responseTime.percentile(0.95).toFixed(4)}`);
  });
});
