import type { Observation } from '../observation';
import { described, settingOf } from './cells';
import type { Suspect } from './suspect';

/** Covariates that say what clock a core ran at. */
const clockNames = /^(?:machine\.)?(?:core_)?(?:clock|frequency|freq|ghz|mhz)(?:_hz|_ghz|_mhz)?$/i;

/**
 * Runs whose utilizations are of different clocks: a busy share is then not a number of cycles, so that a demand taken
 * from it changes with the load (turbo, frequency scaling).
 */
export function varyingClocks(observations: readonly Observation[]): Suspect[] {
  const first = new Map<string, { readonly clock: number }>();
  const told = new Set<string>();
  return observations.flatMap((one): Suspect[] => {
    if (one.metric !== 'utilization') return [];
    return Object.entries(one.covariates).flatMap(([name, clock]): Suspect[] => {
      if (typeof clock !== 'number' || !clockNames.test(name) || clock <= 0) return [];
      const key = `${name} of ${one.subject}`;
      const known = first.get(key) ?? { clock };
      first.set(key, known);
      if (told.has(key) || Math.abs(clock / known.clock - 1) <= 0.02) return [];
      told.add(key);
      const message = `${described(one)} at ${name} ${clock}, elsewhere ${known.clock}: fix the clock, or count cycles`;
      return [{ code: 'clock-varies', observation: one, message }];
    });
  });
}

/**
 * Runs whose parts do not make up the whole: the cycles per packet of two or more subjects against those of the path, to
 * 5 %. Counters of a guest, of the hypervisor and of the machine see different things (virtual counters, stolen time).
 * A sum of whole multiples is of subjects that hold each other, such as cores and domains, and tells nothing.
 */
export function partialCounters(observations: readonly Observation[]): Suspect[] {
  const runs = new Map<string, Observation[]>();
  for (const one of observations) {
    if (one.metric !== 'cycles_per_packet') continue;
    const key = JSON.stringify([...settingOf({ ...one, subject: '' }), one.replicate]);
    const run = runs.get(key);
    if (run === undefined) runs.set(key, [one]);
    else run.push(one);
  }
  return [...runs.values()].flatMap((run): Suspect[] => {
    const whole = run.filter(({ subject }) => subject === '');
    const parts = run.filter(({ subject }) => subject !== '');
    const names = new Set(parts.map(({ subject }) => subject));
    // One value of each, or the sum means nothing.
    if (whole.length !== 1 || parts.length < 2 || names.size < parts.length || whole[0].value <= 0) return [];
    const share = parts.reduce((sum, { value }) => sum + value, 0) / whole[0].value;
    const multiple = Math.max(1, Math.round(share));
    if (Math.abs(share / multiple - 1) <= 0.05) return [];
    const message = `${[...names].join(', ')} together have ${(100 * share).toFixed(0)} % of the path's cycles; do their counters see all of their time, and nothing twice?`;
    return [{ code: 'counter-scope', observation: parts[0], message }];
  });
}
