import type { OwnBuffers, PlannedStage, Resident } from './planned';

/** How often one packet of a flow has its payload read or written on a core; at least 2. */
export function passesOnCore(
  stages: readonly PlannedStage[],
  passes: readonly (readonly string[])[],
  core: number,
): number {
  const here = stages.flatMap((stage, s) => (stage.core === core ? [s] : []));
  const flows = new Set(here.map((s) => stages[s].flow)).size;
  return Math.max(2, here.reduce((sum, s) => sum + passes[s].length, 0) / flows);
}

/**
 * Distinct payload buffers that some stages, or a device, write, or that they stream. Lines that another core writes
 * do not count: they leave these caches whenever they are written anew.
 */
export function ownBuffers(
  stages: readonly PlannedStage[],
  among: (stage: PlannedStage) => boolean,
): OwnBuffers {
  const key = ({ flow, reply, host }: PlannedStage, buffer: string) => `${flow}/${reply}/${host}/${buffer}`;
  const handedOver = new Map<string, number | undefined>();
  for (const stage of stages) {
    for (const buffer of stage.stage.reads)
      if (!handedOver.has(key(stage, buffer))) handedOver.set(key(stage, buffer), undefined);
    for (const buffer of stage.stage.writes) handedOver.set(key(stage, buffer), stage.core);
  }
  const rings = new Set<string>();
  const own = new Set<string>();
  for (const stage of stages) {
    if (!among(stage)) continue;
    const { reads, writes, streams } = stage.stage;
    for (const buffer of [...reads, ...writes, ...streams]) {
      const name = key(stage, buffer);
      if (!handedOver.has(name)) own.add(name);
      else if ((handedOver.get(name) ?? stage.core) === stage.core) rings.add(name);
    }
  }
  return { rings: rings.size, private: own.size };
}

/** Distinct payload buffers that the other scheduled contexts of the core, and what runs in them, pass over. */
export function foreignBuffers(
  residents: readonly Resident[],
  passes: readonly (readonly string[])[],
  x: number,
): number {
  const group = (y: number) => (residents[y].callers.length > 0 ? residents[y].callers : [y]);
  const own = new Set(group(x));
  const buffers = new Set<string>();
  residents.forEach((resident, y) => {
    if (resident.core !== residents[x].core || group(y).some((member) => own.has(member))) return;
    for (const s of resident.stages) for (const buffer of passes[s]) buffers.add(buffer);
  });
  return buffers.size;
}
