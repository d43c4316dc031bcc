import { type PathModel, pathModel, withValues, xenPv } from '../../src';
import { randomStream } from '../../src/common/random-stream';
import { type FitOptions, type FitResult, fit as fitted } from '../../src/fit';
import { labNoise, type SyntheticRuns, syntheticRuns } from './synthetic-runs';

/** The parameters of the study, in the groups that a lab could hope to tell apart. */
const tied = {
  guest: ['stages.tcp-*.cycles', 'stages.netfront-*.cycles', 'stages.copy-to-user.cycles'],
  driver: ['stages.netback-*.cycles', 'stages.bridge-*.cycles', 'stages.nic-*.cycles'],
  hypervisor: ['stages.grant-*.cycles'],
  activation: ['mechanisms.event-channel.*etCycles', 'mechanisms.event-channel.sourceCycles'],
  footprint: ['contexts.*.footprintLines'],
  transfer: ['machine.latency.peer', 'machine.latency.remotePeer'],
};
const single = ['mechanisms.event-channel.switchCycles'];
export const studyOptions: FitOptions = { free: single, tied };

const model = pathModel(xenPv);
const runs: Omit<SyntheticRuns, 'seed'> = {
  topology: 'inter-node-receive',
  placements: ['none', 'driver-domain', 'driver-domain-other-socket'],
  batches: [1, 4, 16],
  replicates: 3,
  noise: labNoise,
};
/** The same lab without counters and with one placement: a switch looks like any other cost of an activation. */
const aliasedRuns: Omit<SyntheticRuns, 'seed'> = {
  ...runs,
  placements: ['none'],
  noise: { ...labNoise, misses_per_packet: undefined },
};

export interface Trial {
  readonly truth: Readonly<Record<string, number>>;
  readonly result: FitResult;
}

/** What the parameters are in one trial: drawn from what the template says is known of them, within two deviations. */
function truthOf(seed: number, known: FitResult): { factors: Record<string, number>; truth: PathModel } {
  const random = randomStream(1000 + seed);
  const factors: Record<string, number> = {};
  const values: Record<string, number> = {};
  for (const [name, { prior, paths }] of Object.entries(known.parameters)) {
    let deviate = random.normal();
    while (Math.abs(deviate) > 2) deviate = random.normal();
    factors[name] = Math.exp(deviate * prior!.standardDeviation);
    for (const path of paths) {
      const [section, ...rest] = path.split('.');
      let node: unknown = model[section as keyof PathModel];
      for (const step of rest) node = (node as Record<string, unknown>)[step];
      values[path] = (node as number) * factors[name];
    }
  }
  return { factors, truth: withValues(model, values) };
}

/** Truths and the fits to their data, one after the other. */
export function* trials(count: number, kind: 'plain' | 'aliased' = 'plain'): Generator<Trial> {
  const design = kind === 'plain' ? runs : aliasedRuns;
  const known = fitted(model, syntheticRuns(model, { ...runs, seed: 1 }), { ...studyOptions, starts: 1 });
  for (let seed = 1; seed <= count; seed++) {
    const { factors, truth } = truthOf(seed, known);
    yield {
      truth: factors,
      result: fitted(model, syntheticRuns(truth, { ...design, seed }), { ...studyOptions, starts: 1 }),
    };
  }
}

export interface Recovered {
  readonly parameter: string;
  /** Trials in which it is flagged as identifiable, and in how many of them the interval holds the truth. */
  readonly identifiable: number;
  readonly covered: number;
  /** Means over those trials, of logarithms: estimate beside truth, and the standard error. */
  readonly bias: number;
  readonly spread: number;
  readonly standardError: number;
}

export function recovered(done: readonly Trial[]): Recovered[] {
  const names = Object.keys(done[0].result.parameters);
  return names.map((parameter) => {
    const own = done.flatMap(({ truth, result }) => {
      const one = result.parameters[parameter];
      if (!one || one.priorDominated || one.fused !== null || one.standardError === null) return [];
      const error = Math.log(one.estimate / one.start / truth[parameter]);
      const inside = one.lower! <= one.start * truth[parameter] && one.start * truth[parameter] <= one.upper!;
      return [{ error, inside, standardError: one.standardError }];
    });
    const mean = (pick: (one: (typeof own)[number]) => number) =>
      own.reduce((sum, one) => sum + pick(one), 0) / Math.max(own.length, 1);
    const bias = mean(({ error }) => error);
    return {
      parameter,
      identifiable: own.length,
      covered: own.filter(({ inside }) => inside).length,
      bias,
      spread: Math.sqrt(mean(({ error }) => (error - bias) ** 2)),
      standardError: mean((one) => one.standardError),
    };
  });
}

/** True when the two numbers that the aliased lab cannot tell apart are reported together. */
export function isAliased({ result }: Trial): boolean {
  return result.fused.some(({ parameters }) =>
    ['activation', 'mechanisms.event-channel.switchCycles'].every((name) => parameters.includes(name)),
  );
}
