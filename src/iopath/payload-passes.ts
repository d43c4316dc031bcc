import type { Layout } from './layout';
import type { OwnBuffers, PlannedStage, Resident } from './planned';

/** How often one packet of a flow has its payload read or written by some stages, those of a core; at least 2. */
export function passesBy(layout: Layout, here: readonly number[]): number {
  const flows = new Set<number>();
  let passes = 0;
  for (const s of here) {
    flows.add(layout.stages[s].flow);
    passes += layout.passes[s].length;
  }
  return Math.max(2, passes / flows.size);
}

/**
 * Distinct payload buffers that some stages, or a device, write, or that they stream. Lines that another core writes
 * do not count: they leave these caches whenever they are written anew.
 */
export function ownBuffers(
  { passes, writers }: Layout,
  stages: readonly PlannedStage[],
  among: readonly number[],
): OwnBuffers {
  const rings = new Set<number>();
  const own = new Set<number>();
  for (const s of among)
    for (const { buffer } of passes[s]) {
      const writer = writers.get(buffer);
      if (writer === undefined) own.add(buffer);
      else if (writer < 0 || stages[writer].core === stages[s].core) rings.add(buffer);
    }
  return { rings: rings.size, private: own.size };
}

/** Distinct payload buffers that the other scheduled contexts of the core, and what runs in them, pass over. */
export function foreignBuffers({ passes }: Layout, residents: readonly Resident[], x: number): number {
  const group = (y: number) => (residents[y].callers.length > 0 ? residents[y].callers : [y]);
  const own = group(x);
  const names = new Set<number>();
  for (let y = 0; y < residents.length; y++) {
    if (residents[y].core !== residents[x].core || group(y).some((member) => own.includes(member))) continue;
    for (const s of residents[y].stages) for (const { name } of passes[s]) names.add(name);
  }
  return names.size;
}
