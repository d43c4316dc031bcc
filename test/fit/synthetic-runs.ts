import { type PathModel, predict } from '../../src';
import { randomStream } from '../../src/common/random-stream';
import type { Observation, ObservedLevel, ObservedMetric } from '../../src/fit';

export interface SyntheticRuns {
  readonly topology: string;
  readonly placements: readonly string[];
  readonly batches: readonly number[];
  readonly replicates: number;
  /** Standard deviation of the logarithm between repetitions, and of what the model misses, by metric. */
  readonly noise: Partial<Record<ObservedMetric, { readonly run: number; readonly model: number }>>;
  readonly seed: number;
}

/** Noise like that of a careful lab: rates to 3 %, shares of a core to 1.5 %, cycles to 2 %, counters to 5 %. */
export const labNoise: SyntheticRuns['noise'] = {
  throughput: { run: 0.03, model: 0.02 },
  utilization: { run: 0.015, model: 0.02 },
  cycles_per_packet: { run: 0.02, model: 0.02 },
  misses_per_packet: { run: 0.05, model: 0.05 },
};

/** Runs of a model that is the truth: throughput, busy cores, cycles by context and misses by level, with noise. */
export function syntheticRuns(truth: PathModel, given: SyntheticRuns): Observation[] {
  const random = randomStream(given.seed);
  const rows: Observation[] = [];
  for (const placement of given.placements)
    for (const batch of given.batches) {
      const { throughput, centres, ledger, message, window } = predict(truth, {
        topology: given.topology,
        placement,
        batch,
      });
      const measure = (metric: ObservedMetric, subject: string, value: number, level?: ObservedLevel) => {
        const noise = given.noise[metric];
        if (!noise || value === 0) return;
        const missed = noise.model * random.normal();
        for (let run = 1; run <= given.replicates; run++)
          rows.push({
            configuration: '',
            topology: given.topology,
            placement,
            message,
            window,
            replicate: String(run),
            metric,
            subject,
            ...(level === undefined ? {} : { level }),
            value: value * Math.exp(missed + noise.run * random.normal()),
            unit: '',
            origin: { file: 'synthetic.csv', line: rows.length + 2 },
            covariates: { batch },
          });
      };
      measure('throughput', '', throughput);
      for (const [name, { kind, utilization }] of Object.entries(centres))
        if (kind === 'core') measure('utilization', name, utilization);
      for (const context of new Set(ledger.stages.map((stage) => stage.context)))
        measure(
          'cycles_per_packet',
          context,
          ledger.stages.reduce((sum, stage) => sum + (stage.context === context ? stage.cycles.total : 0), 0),
        );
      for (const level of ['l2', 'llc', 'peer', 'remotePeer'] as const)
        measure('misses_per_packet', '', ledger.misses[level], level);
    }
  return rows;
}
