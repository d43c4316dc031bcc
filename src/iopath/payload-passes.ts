import type { PlannedStage, Resident } from './planned';

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

/** Distinct payload buffers that some stages pass over. */
export function distinctBuffers(
  stages: readonly PlannedStage[],
  passes: readonly (readonly string[])[],
  among: (stage: PlannedStage) => boolean,
): number {
  const buffers = new Set<string>();
  stages.forEach((stage, s) => {
    if (among(stage)) for (const buffer of passes[s]) buffers.add(`${stage.flow}/${stage.host}/${buffer}`);
  });
  return buffers.size;
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
