import type { PathModel } from './model';
import type { Plan } from './plan';

/**
 * Stretch of the DRAM penalty by waiting for a memory bus of the given load, that of an M/D/1 queue for lines,
 * 1 + rho / (2 (1 - rho)) in line times, and never longer than the misses that the cores can have in flight.
 */
export function memoryInflation({ machine }: PathModel, plan: Plan, load: number): number {
  const lineCycles = (machine.lineSize / machine.memoryBandwidth) * machine.clock;
  const inFlight = plan.cores.length * machine.streamingParallelism.dram;
  const wait = load < 1 ? Math.min(inFlight, load / (2 * (1 - load))) : inFlight;
  return machine.latency.dram > 0 ? 1 + (wait * lineCycles) / machine.latency.dram : 1;
}
