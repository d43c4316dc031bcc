import type { PathModel, Traffic } from '../../iopath/model';
import { type Plan, plan as planOf } from '../../iopath/plan';
import type { Warn } from './warning-codes';

/** What is left out when flows are spread over cores: they are taken as equal, and as not in each other's way. */
export function warnOfSpread(model: PathModel, plan: Plan, traffic: Traffic, warn: Warn): void {
  const spread = [...coresByContext(plan)].filter(([, cores]) => cores > 1);
  if (spread.length === 0) return;
  const several = traffic.guests * traffic.queues > 1;
  for (const [context, cores] of spread) {
    const { perGuest, runsInCaller } = model.contexts[context];
    if (runsInCaller) continue;
    const path = `contexts.${context}`;
    if (several && (!perGuest || traffic.queues > 1))
      warn(
        'flow-imbalance',
        path,
        `flows are taken as equal and evenly spread over its ${cores} cores; a hash that is not, or one heavy flow, makes one core the bottleneck earlier`,
      );
    if (!perGuest && cores > calibratedCores(model, plan, context))
      warn(
        'contention-not-modelled',
        path,
        `runs on ${cores} cores with the costs of fewer; locks, flushes of page-table caches and shared lines, which grow with cores, are not in them`,
      );
  }
}

/** Cores of each context, on the host that has most of them. */
function coresByContext({ stages }: Plan): Map<string, number> {
  const cores = new Map<string, Map<string, Set<number>>>();
  for (const { context, host, core } of stages) {
    const hosts = cores.get(context) ?? new Map<string, Set<number>>();
    cores.set(context, hosts.set(host, (hosts.get(host) ?? new Set()).add(core)));
  }
  return new Map(
    [...cores].map(([context, hosts]) => [context, Math.max(...[...hosts.values()].map(({ size }) => size))]),
  );
}

/** Most cores that a context had in the data of the model's fit; without a fit, one: so templates were calibrated. */
function calibratedCores(model: PathModel, { topology, placement }: Plan, context: string): number {
  if (model.fit === undefined) return 1;
  const { topologies, placements } = model.fit.data;
  if (placements.includes(placement) && topologies.includes(topology)) return Number.POSITIVE_INFINITY;
  let most = 1;
  for (const one of topologies.filter((name) => Object.hasOwn(model.topologies, name)))
    for (const other of placements.filter((name) => Object.hasOwn(model.placements, name)))
      most = Math.max(most, coresByContext(planOf(model, one, other, model.traffic)).get(context) ?? 1);
  return most;
}
