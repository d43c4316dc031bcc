import { SidecoreError, shown } from '../../common';
import type { PathModel } from '../../iopath/model';
import { predict } from '../../predict/predict';
import type { Prediction } from '../../predict/prediction';
import type { Measurement } from '../data/measurements';
import { type Observable, observableOf } from '../data/observable';
import { pollsAt } from '../data/polls-at';
import type { Setting } from '../data/setting';
import { type ObservedLevel, type ObservedMetric, observedMetrics } from '../observation';

/** One quantity that could be measured in one setting. */
export interface Candidate {
  readonly setting: number;
  readonly metric: ObservedMetric;
  readonly subject: string;
  readonly level?: ObservedLevel;
  readonly read: Observable;
}

/** What candidates are made of. */
export interface CandidateGrid {
  readonly topologies: readonly string[];
  readonly placements: readonly string[];
  readonly messages: readonly number[];
  readonly windows: readonly number[];
  /** `undefined`: the model's. */
  readonly batches: readonly (number | 'solve' | undefined)[];
}

/** Counters that processors have: loads that missed a level. */
const countedLevels: readonly ObservedLevel[] = ['beyondL1', 'beyondL2', 'beyondLlc', 'tlb'];

/** Below so many a packet a counter shows its own noise. */
const fewestMisses = 0.1;
/** Below this a busy share is idle noise. */
const leastBusy = 0.02;

export function settingsOf(grid: CandidateGrid): Setting[] {
  const settings: Setting[] = [];
  for (const topology of grid.topologies)
    for (const placement of grid.placements)
      for (const message of grid.messages)
        for (const window of grid.windows)
          for (const batch of grid.batches)
            settings.push({
              configuration: '',
              scenario: { topology, placement, message, window, ...(batch === undefined ? {} : { batch }) },
              overrides: {},
            });
  return settings;
}

/**
 * Everything of some metrics that could be measured in a setting, by what the model has there: nothing where it has no
 * such setting, as when a placement is not for this topology.
 */
export function candidatesIn(
  model: PathModel,
  setting: Setting,
  index: number,
  metrics: readonly ObservedMetric[],
): Candidate[] {
  const sample = predictionIfAny(model, setting);
  if (sample === undefined) return [];
  return metrics.flatMap((metric) =>
    subjectsOf(sample, metric).flatMap(([subject, level]): Candidate[] => {
      const read = observableOf(model, sample, { metric, subject, ...(level ? { level } : {}) });
      if (typeof read !== 'function' || !worthCounting(metric, read(sample))) return [];
      return [{ setting: index, metric, subject, ...(level ? { level } : {}), read }];
    }),
  );
}

function predictionIfAny(model: PathModel, { scenario }: Setting): Prediction | undefined {
  try {
    return predict(model, scenario);
  } catch (error) {
    if (error instanceof SidecoreError) return undefined;
    throw error;
  }
}

/** The one quantity of a setting that is asked for. @throws SidecoreError `unknown-name` */
export function quantityIn(
  model: PathModel,
  setting: Setting,
  { metric, subject, level }: Pick<Candidate, 'metric' | 'subject' | 'level'>,
): Candidate {
  const sample = predict(model, setting.scenario);
  const read = observableOf(model, sample, { metric, subject, ...(level ? { level } : {}) });
  if (typeof read !== 'function') {
    const name = { metric, subject, level: level ?? '' }[read.reason];
    throw new SidecoreError({
      code: 'unknown-name',
      path: `options.answer.${read.reason}`,
      message: `${shown(name)} is not predicted in this setting`,
      hint: read.known.length > 0 ? `there are ${read.known.join(', ')}` : '',
    });
  }
  if (!(read(sample) > 0))
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'options.answer',
      message: `the model has no ${metric} of ${shown(subject)} in this setting, so there is nothing to know better`,
    });
  return { setting: 0, metric, subject, ...(level ? { level } : {}), read };
}

/** As a measurement of the engine's, with an error but no value. */
export function measurementOf(
  { setting, metric, subject, level, read }: Candidate,
  replicates: number,
  error: number,
): Measurement {
  return {
    setting,
    observation: {
      ...{ configuration: '', topology: '', placement: '', metric, subject, value: 1, covariates: {} },
      ...(level ? { level } : {}),
      unit: observedMetrics[metric].unit,
      origin: { file: 'suggestion', line: 1 },
    },
    replicates,
    logarithm: 0,
    spread: error,
    error,
    read,
  };
}

function subjectsOf(sample: Prediction, metric: ObservedMetric): [subject: string, level?: ObservedLevel][] {
  const contexts = [...new Set(sample.ledger.stages.map(({ context }) => context))];
  switch (metric) {
    case 'utilization':
      // That a core which polls is always busy says nothing.
      return Object.entries(sample.centres)
        .filter(([name, { kind }]) => kind === 'core' && !pollsAt(sample, name))
        .map(([name]) => [name]);
    case 'cycles_per_packet':
      return contexts.map((context) => [context]);
    case 'misses_per_packet':
      return contexts.flatMap((context) =>
        countedLevels.map((level): [string, ObservedLevel] => [context, level]),
      );
    case 'batch':
      return sample.batches.filter(({ solved }) => solved).map(({ link }) => [link]);
    default:
      return [['']];
  }
}

/** Nothing that is not there, and nothing that drowns in the noise of a counter. */
function worthCounting(metric: ObservedMetric, value: number): boolean {
  const least = metric === 'misses_per_packet' ? fewestMisses : metric === 'utilization' ? leastBusy : 0;
  return Number.isFinite(value) && value > least;
}
