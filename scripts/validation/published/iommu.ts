import { readFileSync } from 'node:fs';
import { type PathModelInput, predict } from '../../../src';
import { readModel } from '../../../src/formats';
import * as published from './figures';
import type { PublishedRow } from './rows';

export function iommuRows(): PublishedRow[] {
  const { cyclesWithoutIommu, iommuModes } = published;
  const model = (cycles: number): PathModelInput => ({
    machine: { clock: 3.1e9, cores: { one: {} } },
    network: { rate: 40e9 },
    traffic: { message: 1448, window: 450 },
    contexts: { kernel: {} },
    stages: {
      rest: { context: 'kernel', cycles: cyclesWithoutIommu },
      mapping: { context: 'kernel', cycles, visits: 2 },
    },
    topologies: { sent: { stages: ['rest', 'mapping'], wire: true } },
    placements: { one: { assign: { kernel: 'one' } } },
  });
  const rows = Object.entries(iommuModes).map(
    ([mode, { map, unmap, relative }]): PublishedRow => ({
      source: 'riommu',
      what: `cycles a packet over those without IOMMU, ${mode}`,
      published: relative,
      predicted: predict(model(map + unmap)).cyclesPerPacket / cyclesWithoutIommu,
      remark: 'two buffers a packet, header and body, mapped and unmapped as table 1 has it',
    }),
  );
  const strict = iommuModes.strict.relative * cyclesWithoutIommu;
  return [
    ...rows,
    {
      source: 'riommu',
      what: 'law: packets a second are clock over cycles (strict), thousands',
      published: 3.1e6 / strict,
      predicted: predict(model((strict - cyclesWithoutIommu) / 2)).packetRate / 1e3,
      remark: 'their law and ours are the same where one core is the bottleneck',
    },
  ];
}

/** Throughput from the published cycles of map and unmap: examples/viommu-side-core. */
export async function emulatedIommuRows(): Promise<PublishedRow[]> {
  const file = new URL('../../../examples/viommu-side-core/model.yaml', import.meta.url);
  const model = await readModel(readFileSync(file, 'utf8'), { file: 'model.yaml' });
  const share = (topology: string) => predict(model, { topology }).throughput;
  const { native, ...emulated } = published.emulatedIommu;
  const row = (what: string, figure: number, predicted: number): PublishedRow => ({
    source: 'viommu',
    what,
    published: figure,
    predicted,
    remark: 'from published cycles; one map and unmap a packet; published in whole per cents',
  });
  return [
    row(
      'side-core over same core',
      emulated['side-core'] / emulated['same-core'],
      share('side-core') / share('same-core'),
    ),
    row('same core over native', emulated['same-core'] / native, share('same-core') / share('native')),
    row('side-core over native', emulated['side-core'] / native, share('side-core') / share('native')),
  ];
}
