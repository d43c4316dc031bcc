import type { Plan } from './plan';

/** Stages of one flow that a worker runs for a packet without handing it over. */
export interface Stretch {
  readonly flow: number;
  /** Index of the resident that is scheduled to run it. */
  readonly worker: number;
  readonly core: number;
  /** Indices into the plan's stages. */
  readonly stages: readonly number[];
  /** Index of the link that packets come in by; -1 where the worker just goes on, or the path begins. */
  readonly link: number;
}

/** Cuts the stages of each flow where a packet changes hands, in the order that it passes them. */
export function stretchesOf(plan: Plan, visits: Float64Array): Stretch[][] {
  const entry = new Map<number, number>();
  plan.links.forEach(({ to, batched }, e) => {
    if (batched) entry.set(to, e);
  });
  return plan.flows.map((_, flow) => {
    const stretches: (Stretch & { readonly stages: number[] })[] = [];
    plan.stages.forEach((stage, s) => {
      if (stage.flow !== flow || visits[s] === 0) return;
      const worker = workerOf(plan, stage.resident);
      const link = entry.get(s) ?? -1;
      const last = stretches.at(-1);
      if (last && last.worker === worker && last.core === stage.core && link < 0) last.stages.push(s);
      else stretches.push({ flow, worker, core: stage.core, stages: [s], link });
    });
    return stretches;
  });
}

/**
 * Stretches in the order that packets pass them: what comes back over the network to the host that sent, as
 * acknowledgements do, comes after what the other host does.
 */
export function passingOrder(plan: Plan, stretches: readonly Stretch[]): readonly Stretch[] {
  const hostOf = ({ stages: [first] }: Stretch) => plan.stages[first].host;
  const sender = stretches.filter((stretch) => hostOf(stretch) === hostOf(stretches[0]));
  const others = stretches.filter((stretch) => hostOf(stretch) !== hostOf(stretches[0]));
  if (others.some(({ stages: [first] }) => plan.stages[first].reply)) return stretches;
  const back = sender.findIndex(({ link }, at) => at > 0 && link >= 0 && plan.links[link].from < 0);
  if (back < 0) return stretches;
  return [...sender.slice(0, back), ...others, ...sender.slice(back)];
}

/** Who runs a resident's code: itself, or for code that runs in its caller, the caller. */
export function workerOf(plan: Plan, resident: number): number {
  const { context, callers, core } = plan.residents[resident];
  if (!context.runsInCaller) return resident;
  return callers.find((y) => !plan.residents[y].context.runsInCaller) ?? plan.scheduled[core][0] ?? resident;
}
