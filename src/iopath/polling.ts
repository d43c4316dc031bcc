import type { Plan } from './plan';

/**
 * For each core of a plan, whether something polls there: a context that is handed units from another core, or by the
 * device, and that nothing activates. It never sleeps, and the operating system shows its core busy all the time.
 */
export function pollingCores(plan: Plan): boolean[] {
  const polling = plan.cores.map(() => false);
  for (const { to, from, distance, mechanism } of plan.links) {
    const { core, resident } = plan.stages[to];
    const comesIn = from < 0 || distance !== 'same-core';
    if (comesIn && !mechanism.activates && plan.residents[resident].activations.length === 0)
      polling[core] = true;
  }
  return polling;
}
