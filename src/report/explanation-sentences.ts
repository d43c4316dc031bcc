import type { Explanation, GainShare } from '../predict/explain/explanation';
import type { Player } from '../predict/explain/hybrid';
import { bitRateUnit, grouped, significant, times } from './numbers';

const words: Readonly<Record<Player, string>> = {
  parallelism: 'more cores at work',
  reload: 'less reload',
  switch: 'switching and activation',
  transfer: 'transfer between cores',
  capacity: 'more of the last-level cache',
};

/** A cause, or several that are known only together, in words. */
export function causeLabel(causes: readonly Player[]): string {
  return causes.map((cause) => words[cause]).join(' and ');
}

/** The answer in plain sentences: how much is gained, from what, per packet, and on the same cores. */
export function explanationSentences(explanation: Explanation): string[] {
  const { throughput, speedup, coreCount, sameCores, uncertainty } = explanation;
  const unit = bitRateUnit([throughput.before, throughput.after]);
  const rates = [throughput.before, throughput.after].map((rate) => significant(rate / unit.size));
  const cores = `${coreCount.before} ${coreCount.before === 1 ? 'core' : 'cores'} to ${coreCount.after}`;
  return [
    `From ${rates[0]} to ${rates[1]} ${unit.name}, ${times(speedup)}, on ${cores}.`,
    ...gainSentence(explanation),
    cycleSentence(explanation),
    ...(sameCores === undefined || sameCores.gain < 5e-4
      ? []
      : [
          `On the same cores, beside a driver that wanders over them (${percent(sameCores.pollution)} of the reload), ${percent(sameCores.speedup - 1)} more throughput: all of it fewer cache misses.`,
        ]),
    ...(uncertainty === undefined
      ? []
      : [
          uncertainty.source === 'fit'
            ? `Intervals come from the fit, by ${uncertainty.draws} draws.`
            : `Intervals come from the ranges of the model, by ${uncertainty.draws} draws: they say what is not known, not what was measured.`,
        ]),
  ];
}

function gainSentence({ shares, cacheShare, speedup }: Explanation): string[] {
  if (shares === undefined) return [];
  const cores = shares.find(({ causes }) => causes.includes('parallelism'));
  const named = [
    ...(cores === undefined
      ? []
      : [
          `${percent(cores.share)} is ${cores.causes.length === 1 ? 'the extra core' : causeLabel(cores.causes)}`,
        ]),
    ...(cacheShare === undefined
      ? []
      : [`${percent(cacheShare.share)} is fewer cache misses${within(cacheShare)}`]),
  ];
  return named.length === 0 ? [] : [`Of the ${speedup < 1 ? 'loss' : 'gain'}, ${named.join(' and ')}.`];
}

function within({ interval }: GainShare): string {
  return interval === undefined ? '' : ` (${percent(interval.lower)} to ${percent(interval.upper)})`;
}

function cycleSentence({ cycles, saved, cacheSaved, kind }: Explanation): string {
  const per = kind === 'request-response' ? 'transaction' : 'packet';
  const total = saved.total.cycles;
  const part = `${percent(Math.abs(total) / cycles.before.total)} of ${grouped(cycles.before.total)}`;
  if (total < -0.5) return `Per ${per}, ${grouped(-total)} cycles more are spent (${part}).`;
  if (cacheSaved.share === undefined) return `Per ${per}, the cycles are the same.`;
  const range = cacheSaved.shareInterval;
  const interval = range === undefined ? '' : ` (${percent(range.lower)} to ${percent(range.upper)})`;
  return `Per ${per}, ${grouped(total)} cycles are saved (${part}), of which ${percent(cacheSaved.share)} is fewer cache misses${interval}.`;
}

function percent(share: number): string {
  const rounded = Math.round(100 * share);
  return `${Math.abs(100 * share) < 9.5 && rounded !== 0 ? significant(100 * share, 2) : rounded === 0 ? 0 : grouped(rounded)} %`;
}
