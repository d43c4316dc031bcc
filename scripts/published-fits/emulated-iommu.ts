import { readFileSync } from 'node:fs';
import type { PathModel } from '../../src';
import { type FitResult, fit, type Observation } from '../../src/fit';
import { readModel } from '../../src/formats';
import { emulatedIommu } from '../validation/published/figures';
import { measured } from './measured';

const file = new URL('../../examples/viommu-side-core/model.yaml', import.meta.url);
const configurations = ['native', 'same-core', 'side-core'] as const;

/** Throughput as published: whole per cents of what the wire alone would carry. */
function shares({ network }: PathModel): Observation[] {
  const { mtu, headerBytes, framingBytes, rate } = network;
  const lineRate = (rate * (mtu - headerBytes)) / (mtu + framingBytes);
  return configurations.map((topology) =>
    measured({
      configuration: topology,
      topology,
      metric: 'throughput',
      value: (emulatedIommu[topology] / 100) * lineRate,
      // Rounded to whole per cents: a uniform error of one per cent's width.
      standardDeviation: (0.01 / Math.sqrt(12)) * lineRate,
    }),
  );
}

/** Cycles of map and unmap of the configurations whose throughput is published: the numbers that the model has. */
function calls(model: PathModel): Observation[] {
  return configurations.flatMap((topology) =>
    model.topologies[topology].stages.slice(1).map((stage) =>
      measured({
        configuration: topology,
        topology,
        metric: 'cycles_per_packet',
        subject: stage,
        value: model.stages[stage].cycles,
        // Two bars of a digitised figure, each within 20 to 30 cycles.
        standardDeviation: 25,
      }),
    ),
  );
}

export interface IommuFits {
  /** Cycles of every call and of the rest of the packet's path, from cycles and throughput together. */
  readonly cycles: FitResult;
  /** Cycles of the rest and mappings a packet, from throughput alone; the cycles of a call are as published. */
  readonly mappings: FitResult;
}

/** Leaves the throughput of each configuration out in turn. */
export async function fitEmulatedIommu(): Promise<IommuFits> {
  const model = await readModel(readFileSync(file, 'utf8'), { file: 'model.yaml' });
  const throughputOf = ({ metric, topology }: Observation) =>
    metric === 'throughput' ? topology : `calls of ${topology}`;
  const rest = 'stages.tcp-ip.cycles';
  const cycles = fit(model, [...calls(model), ...shares(model)], {
    // Cycles of a call are numbers of the model: what was measured is off by its digitising alone.
    modelError: 0.005,
    free: [rest, ...configurations.map((name) => `stages.${name}-*.cycles`)],
    leaveOut: throughputOf,
  });
  const mappings = fit(model, shares(model), {
    free: [rest],
    tied: { mappings: ['stages.*map.visits'] },
    leaveOut: throughputOf,
  });
  return { cycles, mappings };
}
