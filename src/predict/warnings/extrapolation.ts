import type { Costs } from '../../iopath/charger';
import type { LevelTable, Mechanism, PathModel, Traffic } from '../../iopath/model';
import { defaultMechanisms, defaultPenalties } from '../../iopath/path-model-input';
import { type Plan, plan as planOf } from '../../iopath/plan';
import { templates } from '../../iopath/templates';
import type { Warn } from './warning-codes';

/** Where the numbers of the model come from somewhere else than what is asked: another socket, size, machine, era. */
export function warnOfExtrapolation(
  model: PathModel,
  plan: Plan,
  traffic: Traffic,
  costs: Costs,
  warn: Warn,
): void {
  if (crossesSockets(plan) && !fitted(model, plan, crossesSockets))
    warn(
      'cross-socket-extrapolated',
      `placements.${plan.placement}`,
      'payload or rings cross sockets, which nothing that the model rests on did: where their memory lies, what the device leaves in which cache, and the partition of caches are not in it',
    );
  const range = model.fit?.data.message;
  if (range && (traffic.message > 4 * range.high || traffic.message < range.low / 4))
    warn(
      'message-extrapolated',
      'traffic.message',
      `${traffic.message} bytes are more than 4 times outside the ${range.low} to ${range.high} bytes that the model was fitted to`,
    );
  if (penaltiesAssumed(model) && costs.misses.some((lines) => lines > 0))
    warn(
      'miss-penalties-assumed',
      'machine.latency',
      `latencies and parallelism of misses are the defaults, of a Westmere at ${defaultPenalties.clock / 1e9} GHz, on a machine of ${model.machine.clock / 1e9} GHz; measure them there`,
    );
  const old = model.machine.mitigations ? uncorrectedMechanisms(model, plan) : [];
  if (old.length > 0)
    warn(
      'era-mismatch',
      `mechanisms.${old[0]}`,
      `the machine has mitigations on, but the costs of ${old.join(', ')} are those of a template, from before there were any; they can be several times higher`,
    );
}

function crossesSockets({ links, reads }: Plan): boolean {
  const far = ({ distance }: { readonly distance: string }) => distance === 'other-socket';
  return links.some(far) || reads.some(far);
}

/** True when the model was fitted to this placement, or to another one for which the same holds. */
function fitted(model: PathModel, plan: Plan, holds: (plan: Plan) => boolean): boolean {
  if (model.fit === undefined) return false;
  const { topologies, placements } = model.fit.data;
  if (placements.includes(plan.placement) && topologies.includes(plan.topology)) return true;
  return topologies.some((topology) =>
    placements.some(
      (placement) =>
        Object.hasOwn(model.topologies, topology) &&
        Object.hasOwn(model.placements, placement) &&
        holds(planOf(model, topology, placement, model.traffic)),
    ),
  );
}

/** True when nothing was said or fitted of the penalties of misses, on a machine that is not the one they are of. */
function penaltiesAssumed({ machine, fit }: PathModel): boolean {
  if (Math.abs(machine.clock / defaultPenalties.clock - 1) < 0.05) return false;
  const tables = ['latency', 'randomParallelism', 'streamingParallelism'] as const;
  if (fit?.parameters.some((path) => tables.some((table) => path.startsWith(`machine.${table}.`))))
    return false;
  return tables.every((table) =>
    (Object.keys(defaultPenalties[table]) as (keyof LevelTable)[]).every(
      (level) => machine[table][level] === defaultPenalties[table][level],
    ),
  );
}

/** Mechanisms in use that cost something and have the numbers of a template still. */
function uncorrectedMechanisms(model: PathModel, { links }: Plan): string[] {
  const used = [...new Set(links.map(({ link }) => link.mechanism))];
  return used.filter((name) => {
    const own = model.mechanisms[name];
    if (own.sourceCycles + own.targetCycles + own.switchCycles + own.wakeCycles === 0) return false;
    if (model.fit?.parameters.some((path) => path.startsWith(`mechanisms.${name}.`))) return false;
    const given = [
      defaultMechanisms[name],
      ...Object.values(templates).map(({ mechanisms }) => mechanisms?.[name]),
    ];
    return given.some((one) => one !== undefined && sameCosts(own, { ...defaultMechanisms[name], ...one }));
  });
}

function sameCosts(own: Mechanism, other: Partial<Mechanism>): boolean {
  const costs = ['sourceCycles', 'targetCycles', 'switchCycles', 'wakeCycles'] as const;
  return costs.every((cost) => own[cost] === (other[cost] ?? 0));
}
