import { finite, integer, onlyFields, plainObject, positive, probability, SidecoreError } from '../../common';
import type { BlockingAnswer, MarkovianAnswer } from './markovian-answer';
import { mmc } from './mmc';
import { type AbandonmentAnswer, mmcAbandonment } from './mmc-abandonment';
import { mmck } from './mmck';

/** A share of customers and the time that it must not exceed, seconds. */
export interface ShareWithin {
  readonly share: number;
  readonly time: number;
}

/** What a station must reach: exactly one field. Times in seconds. */
export interface StationTarget {
  /** Mean wait of at most this. */
  readonly waitingTime?: number;
  /** Mean response time of at most this; not with `patience`. */
  readonly responseTime?: number;
  /** A share such as 0.95 of customers waits no longer than `time`. */
  readonly waitingTimePercentile?: ShareWithin;
  /** A share such as 0.95 of customers has a response time of no more than `time`; not with `patience`. */
  readonly responseTimePercentile?: ShareWithin;
  /** At most this share of customers waits. */
  readonly waitingProbability?: number;
  /** At most this share of customers is turned away; needs a limit on the queue (`waitingPlaces`, 0 unless given). */
  readonly blockingProbability?: number;
  /** At most this share of customers gives up; needs `patience`. */
  readonly abandonmentProbability?: number;
  /** At least this share of all customers is served after waiting no longer than `time`; needs `patience`. */
  readonly serviceLevel?: ShareWithin;
}

/** Which station is meant: M/M/c, with a limit on the queue M/M/c/K, with impatient customers M/M/c+M. */
export interface StationKind {
  /** Most customers that wait; without it the queue has no limit. */
  readonly waitingPlaces?: number;
  /** Mean time that a customer is willing to wait, seconds; without it nobody gives up. */
  readonly patience?: number;
}

/** The station that reaches a target. */
export type TargetAnswer = MarkovianAnswer | BlockingAnswer | AbandonmentAnswer;

/** A target as a question to an answer. */
export interface Goal {
  /** The name of the target's field. */
  readonly name: string;
  /** The figure that the target limits. */
  measure(answer: TargetAnswer): number;
  meets(figure: number): boolean;
}

type Rule = readonly [
  needs: 'any' | 'limit' | 'patience' | 'patient',
  kind: 'time' | 'probability' | 'share-within' | 'level',
  measure: (answer: TargetAnswer, within: ShareWithin) => number,
];

const rules: Readonly<Record<keyof StationTarget, Rule>> = {
  waitingTime: ['any', 'time', (answer) => answer.waitingTime.mean],
  responseTime: ['patient', 'time', (answer) => answer.responseTime.mean],
  waitingTimePercentile: ['any', 'share-within', (answer, { share }) => answer.waitingTime.percentile(share)],
  responseTimePercentile: [
    'patient',
    'share-within',
    (answer, { share }) => (answer as MarkovianAnswer).responseTime.percentile(share),
  ],
  waitingProbability: ['any', 'probability', (answer) => answer.waitingProbability],
  blockingProbability: ['limit', 'probability', (answer) => (answer as BlockingAnswer).blockingProbability],
  abandonmentProbability: [
    'patience',
    'probability',
    (answer) => (answer as AbandonmentAnswer).abandonmentProbability,
  ],
  serviceLevel: ['patience', 'level', (answer, { time }) => (answer as AbandonmentAnswer).serviceLevel(time)],
};

const names = Object.keys(rules) as (keyof StationTarget)[];

/** Checks a target against the kind of station and turns it into a question. */
export function goalOf(target: StationTarget, kind: StationKind): Goal {
  plainObject(target, 'target');
  onlyFields(target, names, 'target');
  const given = names.filter((name) => target[name] !== undefined);
  if (given.length !== 1)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'target',
      message: `${given.length} targets given`,
      hint: `give exactly one of ${names.join(', ')}`,
    });
  const name = given[0];
  const path = `target.${name}`;
  const [needs, kindOfTarget, measure] = rules[name];
  if (needs === 'patience' && kind.patience === undefined)
    unfit(path, 'needs customers that give up', 'give patience');
  if (needs === 'limit' && kind.patience !== undefined)
    unfit(path, 'does not apply where nobody is turned away', 'use abandonmentProbability');
  if (needs === 'patient' && kind.patience !== undefined)
    unfit(path, 'misleads: giving up shortens it', 'use serviceLevel or waitingTimePercentile');

  if (kindOfTarget === 'share-within' || kindOfTarget === 'level') {
    const within = shareWithin(target[name], path);
    return {
      name,
      measure: (answer) => measure(answer, within),
      meets: kindOfTarget === 'level' ? (level) => level >= within.share : (time) => time <= within.time,
    };
  }
  const limit =
    kindOfTarget === 'time' ? positive(target[name], path, 'give seconds') : inside(target[name], path);
  return {
    name,
    measure: (answer) => measure(answer, { share: 0, time: 0 }),
    meets: (figure) => figure <= limit,
  };
}

/** The station at a given rate and number of servers. */
export function stationAt(
  kind: StationKind,
  name: string,
  base: { readonly arrivalRate: number; readonly serviceTime: number; readonly servers: number },
): TargetAnswer {
  if (kind.patience !== undefined) return mmcAbandonment({ ...base, patience: kind.patience });
  const places = kind.waitingPlaces ?? (name === 'blockingProbability' ? 0 : undefined);
  return places === undefined ? mmc(base) : mmck({ ...base, capacity: base.servers + places });
}

/** Checks the optional fields that choose the kind of station. */
export function stationKind(options: StationKind): StationKind {
  if (options.waitingPlaces !== undefined) integer(options.waitingPlaces, 'waitingPlaces', 0);
  if (options.patience !== undefined) positive(options.patience, 'patience', 'give seconds');
  if (options.patience !== undefined && options.waitingPlaces !== undefined)
    throw new SidecoreError({
      code: 'unsupported',
      path: 'waitingPlaces',
      message: 'a limit on the queue and impatient customers together are not supported',
      hint: 'give one of waitingPlaces and patience',
    });
  return options;
}

function shareWithin(value: unknown, path: string): ShareWithin {
  const given = plainObject(value, path);
  onlyFields(given, ['share', 'time'], path);
  const time = finite(given.time, `${path}.time`, 'give seconds');
  if (time < 0) positive(time, `${path}.time`, 'give seconds');
  return { share: inside(given.share, `${path}.share`), time };
}

/** A probability that is neither 0 nor 1. */
function inside(value: unknown, path: string): number {
  const given = probability(value, path);
  if (given === 0 || given === 1)
    throw new SidecoreError({
      code: 'invalid-value',
      path,
      message: `${given} is not strictly between 0 and 1`,
      hint: 'give a share such as 0.05',
    });
  return given;
}

function unfit(path: string, message: string, hint: string): never {
  throw new SidecoreError({ code: 'unsupported', path, message, hint });
}
