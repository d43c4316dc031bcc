import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { predict } from '../../src';
import { readModel } from '../../src/formats';

const read = (name: string) =>
  readFileSync(new URL(`../../examples/viommu-side-core/${name}`, import.meta.url), 'utf8');

/** Predicted share of what the wire alone would carry, per cent. */
async function predictedShare(topology: string): Promise<number> {
  const model = await readModel(read('model.yaml'), { file: 'model.yaml' });
  const { mtu, headerBytes, framingBytes, rate } = model.network;
  const lineRate = (rate * (mtu - headerBytes)) / (mtu + framingBytes);
  return (100 * predict(model, { topology }).throughput) / lineRate;
}

describe('the vIOMMU side-core study', () => {
  // Measured shares of the line rate: Amit et al., USENIX ATC 2011, table 1.
  it.each([
    ['native', 43],
    ['same-core', 10],
    ['side-core', 30],
  ])('predicts the published throughput of %s from its cycles within 10 %%', async (topology, measured) => {
    expect(Math.abs((await predictedShare(topology)) / measured - 1)).toBeLessThan(0.1);
    expect(read('measured.csv')).toContain(`${topology},${measured},`);
  });

  it('prints in its README what it predicts', async () => {
    for (const topology of ['native', 'same-core', 'side-core', 'far-side-core'])
      expect(read('README.md')).toMatch(
        new RegExp(`^${topology} .*= +${(await predictedShare(topology)).toFixed(1)} %`, 'm'),
      );
  });

  it('is throughput = clock / cycles where the core is the limit', async () => {
    const model = await readModel(read('model.yaml'), { file: 'model.yaml' });
    const { packetRate, cyclesPerPacket, bottleneck } = predict(model, { topology: 'same-core' });
    expect(bottleneck.name).toBe('guest-core');
    expect(packetRate / (2.93e9 / cyclesPerPacket)).toBeCloseTo(1, 6);
  });
});
