import { missLevels } from '../../iopath/charger';
import type { PathModel } from '../../iopath/model';
import type { Prediction, StageLedger } from '../../predict/prediction';
import type { Observation, ObservedLevel } from '../observation';
import { pollsAt } from './polls-at';

/** Reads what was measured off a prediction; NaN or 0 where the model has no such thing there. */
export type Observable = (prediction: Prediction) => number;

/** Why there is none: the metric cannot be predicted, or the model has no such subject there. */
export interface NoObservable {
  readonly reason: 'metric' | 'subject' | 'level';
  readonly known: readonly string[];
}

type Subject = Pick<Observation, 'metric' | 'subject' | 'level'>;

/**
 * How to read a metric of a subject off predictions of one setting. Cycles and misses are per reference unit of the
 * prediction: a packet, or a transaction of requests and responses. A subject is a context, a stage or a core of this
 * setting; of a batch a link or a context; of a rate a flow.
 *
 * @param sample a prediction of the setting
 */
export function observableOf(
  model: PathModel,
  sample: Prediction,
  { metric, subject, level }: Subject,
): Observable | NoObservable {
  switch (metric) {
    case 'throughput':
      return whole(sample, subject, ({ throughput }) => throughput, flowThroughput);
    case 'packet_rate':
      return whole(sample, subject, ({ packetRate }) => packetRate);
    case 'message_rate':
      return whole(sample, subject, ({ messageRate }) => messageRate);
    case 'round_trip_time':
    case 'latency':
      return whole(sample, subject, ({ cycleTime }) => cycleTime, flowTime);
    case 'cycles_per_packet':
      return ofStages(sample, subject, ({ cycles }) => cycles.total);
    case 'cycles_per_byte': {
      const cycles = ofStages(sample, subject, (stage) => stage.cycles.total);
      return typeof cycles === 'function'
        ? (prediction) => (8 * unitRate(prediction) * cycles(prediction)) / prediction.throughput
        : cycles;
    }
    case 'misses_per_packet': {
      const levels = level ? levelsOf(level) : undefined;
      if (!levels) return { reason: 'level', known: [...missLevels, ...Object.keys(beyond)] };
      return ofStages(sample, subject, ({ misses }) => levels.reduce((sum, one) => sum + misses[one], 0));
    }
    case 'utilization':
      return utilizationOf(model, sample, subject);
    case 'batch':
      return batchOf(sample, subject);
    default:
      return { reason: 'metric', known: [] };
  }
}

const beyond = {
  beyondL1: ['l2', 'llc', 'dram', 'peer', 'remotePeer'],
  beyondL2: ['llc', 'dram', 'peer', 'remotePeer'],
  beyondLlc: ['dram', 'peer', 'remotePeer'],
} as const;

function levelsOf(level: ObservedLevel): readonly (keyof StageLedger['misses'])[] {
  return level in beyond ? beyond[level as keyof typeof beyond] : [level as keyof StageLedger['misses']];
}

/** Reference units per second. */
function unitRate({ flows }: Prediction): number {
  return Object.values(flows).reduce((sum, flow) => sum + flow.unitRate, 0);
}

const flowThroughput = (prediction: Prediction, flow: string) => prediction.flows[flow].throughput;
const flowTime = (prediction: Prediction, flow: string) => prediction.flows[flow].cycleTime;

function whole(
  sample: Prediction,
  subject: string,
  total: Observable,
  ofFlow?: (prediction: Prediction, flow: string) => number,
): Observable | NoObservable {
  if (subject === '') return total;
  if (ofFlow && Object.hasOwn(sample.flows, subject)) return (prediction) => ofFlow(prediction, subject);
  return { reason: 'subject', known: ofFlow ? Object.keys(sample.flows) : [] };
}

/** Whether a stage belongs to a subject: a context, a stage or a core; undefined when none does. */
function memberOf(sample: Prediction, subject: string): ((stage: StageLedger) => boolean) | undefined {
  const { stages } = sample.ledger;
  const kinds: ((stage: StageLedger) => boolean)[] = [
    () => subject === '',
    ({ context }) => context === subject,
    ({ stage }) => stage === subject || stage.endsWith(`/${subject}`),
    ({ core }) => core === subject || core.endsWith(`/${subject}`),
  ];
  return kinds.find((kind) => stages.some(kind));
}

function ofStages(
  sample: Prediction,
  subject: string,
  value: (stage: StageLedger) => number,
): Observable | NoObservable {
  const belongs = memberOf(sample, subject);
  if (!belongs) return { reason: 'subject', known: subjectsOf(sample) };
  return ({ ledger }) => ledger.stages.reduce((sum, stage) => (belongs(stage) ? sum + value(stage) : sum), 0);
}

function subjectsOf({ ledger }: Prediction): string[] {
  const { stages } = ledger;
  return [...new Set([...stages.map(({ context }) => context), ...stages.map(({ core }) => core)])];
}

/** Busy share of a core; of a context or stage the share of one core that it keeps busy; of the path cores in all. */
function utilizationOf(model: PathModel, sample: Prediction, subject: string): Observable | NoObservable {
  const core = Object.keys(sample.centres).find(
    (name) =>
      sample.centres[name].kind === 'core' &&
      subject !== '' &&
      (name === subject || name.endsWith(`/${subject}`)),
  );
  if (core !== undefined) {
    // What other work takes of the core is seen too; of one that polls, only its useful part says anything.
    const seen = pollsAt(sample, core) ? 'utilization' : 'busy';
    return ({ centres }) => centres[core][seen];
  }
  if (subject === '')
    return ({ centres }) =>
      Object.values(centres).reduce(
        (sum, { kind, utilization }) => sum + (kind === 'core' ? utilization : 0),
        0,
      );
  const belongs = memberOf(sample, subject);
  if (!belongs) return { reason: 'subject', known: subjectsOf(sample) };
  const clock = (name: string) =>
    model.machine.cores[name.slice(name.lastIndexOf('/') + 1)].clock ?? model.machine.clock;
  return (prediction) => {
    let seconds = 0;
    for (const stage of prediction.ledger.stages)
      if (belongs(stage)) seconds += stage.cycles.total / clock(stage.core);
    return seconds * unitRate(prediction);
  };
}

/** Units per activation of a link, or of a context over the links that come in from others. */
function batchOf(sample: Prediction, subject: string): Observable | NoObservable {
  const links = sample.batches.map(({ link }) => link);
  if (links.includes(subject)) return ({ batches }) => batches.find(({ link }) => link === subject)!.batch;
  const contextOf = new Map(sample.ledger.stages.map(({ stage, context }) => [stage, context]));
  const inward = links.filter((link) => {
    const [from, to] = link.split(' -> ');
    return contextOf.get(to) === subject && contextOf.get(from) !== subject;
  });
  if (subject === '' ? links.length !== 1 : inward.length === 0)
    return { reason: 'subject', known: [...links, ...new Set(contextOf.values())] };
  const own = new Set(subject === '' ? links : inward);
  return ({ batches, ledger }) => {
    let units = 0;
    let activations = 0;
    for (const { link, batch } of batches) {
      if (!own.has(link)) continue;
      const { visits } = ledger.stages.find(({ stage }) => stage === link.split(' -> ')[1])!;
      units += visits;
      activations += visits / batch;
    }
    return activations > 0 ? units / activations : Number.NaN;
  };
}
