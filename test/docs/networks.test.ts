import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readNetwork } from '../../src/formats';
import { mmc, solve } from '../../src/queueing';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}docs/networks.md`, 'utf8');

describe('docs/networks.md', () => {
  it('shows the file and the figures that it names', () => {
    const shown = /```yaml\n([\s\S]*?)```/.exec(page)![1];
    const file = readFileSync(`${root}examples/networks/web-server.yaml`, 'utf8');
    expect(readNetwork(shown)).toEqual(readNetwork(file));
    expect(page).toContain(`// ${solve(readNetwork(file)).classes.user.throughput.toFixed(2)}`);
    const { responseTime } = mmc({ arrivalRate: 90, serviceTime: 0.01, servers: 2 });
    expect(page).toContain(`// ${responseTime.percentile(0.95).toFixed(4)}`);
  });
});
