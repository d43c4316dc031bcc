import { SidecoreError } from '../../common';
import type { PathModel } from '../../iopath/model';
import { pathTraffic } from '../../iopath/packet-traffic';
import { plan } from '../../iopath/plan';
import { type Scenario, trafficOf } from '../predict';
import { simulatePath } from './simulate-path';
import type { SimulationRun } from './simulation-run';

/** One of several independent runs. */
export interface Replication {
  /** Packets that complete while measuring. */
  readonly packets: number;
  readonly seed: number;
  /** From 0. */
  readonly replication: number;
}

/** Simulates one replication of a scenario of a model that was checked. */
export function simulateScenario(
  model: PathModel,
  scenario: Scenario,
  { packets, seed, replication }: Replication,
): SimulationRun {
  const traffic = trafficOf(model, scenario);
  const topology = scenario.topology ?? Object.keys(model.topologies)[0];
  const placement = scenario.placement ?? Object.keys(model.placements)[0];
  const planned = plan(model, topology, placement, traffic);
  for (const { name, core } of planned.cores)
    if (core.timeSlice !== undefined)
      throw new SidecoreError({
        code: 'unsupported',
        path: `machine.cores.${name}.timeSlice`,
        message: 'the simulation does not know neighbours that keep a core for whole time slices',
        hint: 'check a placement without this core, or take the time slice out',
      });
  return simulatePath(model, planned, {
    traffic: pathTraffic(traffic, model.network),
    window: traffic.window,
    ...(traffic.kind === 'open' ? { arrivalRate: traffic.arrivalRate } : {}),
    exchange: traffic.kind === 'request-response',
    variation: traffic.variation,
    seed: seed * 1_000_003 + replication,
    warmUp: Math.max(1000, Math.floor(packets / 10), 4 * traffic.window * planned.flows.length),
    packets,
  });
}
