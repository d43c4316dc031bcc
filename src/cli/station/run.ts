import { SidecoreError } from '../../common';
import { siQuantity } from '../../formats/si-quantity';
import type { TimeDistribution } from '../../queueing/stations';
import * as stations from '../../queueing/stations';
import * as report from '../../report';
import { duration } from '../../report/durations';
import { significant } from '../../report/numbers';
import { formatOfChart } from '../chart-file';
import { writeFile } from '../files';
import { countOf } from '../options';
import { printJson, printNote, printText } from '../output';
import { tableLook } from '../terminal';
import type { Kind } from './kinds';
import { asOption, stationOptions } from './values';

interface StationCommandOptions extends Readonly<Record<string, unknown>> {
  readonly percentile?: readonly string[];
  readonly within?: readonly string[];
  readonly stateProbability?: readonly string[];
  readonly json?: boolean;
  readonly chart?: string;
  readonly theme: 'light' | 'dark';
}

/** Runs `sidecore station KIND ...`. */
export async function runStation(name: string, kind: Kind, given: StationCommandOptions): Promise<void> {
  const format = formatOfChart(given.chart, report);
  const options = stationOptions(kind, given);
  const answer = answerOf(kind, options);
  const more = {
    percentiles: percentiles(answer, given.percentile ?? []),
    within: shares(answer, given.within ?? []),
    stateProbabilities: stateProbabilities(answer, given.stateProbability ?? []),
  };
  if (given.chart !== undefined && format !== undefined) {
    const times = Object.fromEntries(distributions(answer, '--chart').map(([of, time]) => [words[of], time]));
    const chart = report.timeChart(times, { theme: given.theme });
    writeFile(given.chart, await report.renderChart(chart, { format, theme: given.theme }), {
      overwrite: true,
    });
    printNote(`wrote ${given.chart}`);
  }
  if (given.json) {
    const asked = Object.fromEntries(Object.entries(more).filter(([, rows]) => rows.length > 0));
    printJson('station', { kind: name, options, answer, ...asked });
    return;
  }
  const rows = [
    ...more.percentiles.map(({ of, percent, time }) => [`${words[of]}, ${percent} %`, duration(time, 5)]),
    ...more.within.map(({ of, time, share }) => [
      `P(${words[of]} <= ${duration(time, 5)})`,
      significant(share, 5),
    ]),
    ...more.stateProbabilities.map(({ customers, probability }) => [
      `P(${customers} customers)`,
      significant(probability, 5),
    ]),
  ] as [string, string][];
  printText(report.stationTable(readable(answer, options), rows, tableLook()));
}

/** What a station may answer beside plain figures. */
interface Answer {
  readonly waitingTime?: { readonly mean: number };
  readonly responseTime?: { readonly mean: number };
  /** Of the inverse questions: the station that reaches the target. */
  readonly answer?: Answer;
  stateProbability?(n: number): number;
}

const functions = new Map<string, unknown>(Object.entries(stations));

function answerOf(kind: Kind, options: Readonly<Record<string, unknown>>): Answer {
  const solve = functions.get(kind.solve) as (options: unknown) => Answer | number;
  try {
    const answer = solve(options);
    return typeof answer === 'number' ? ({ [kind.figure ?? 'value']: answer } as Answer) : answer;
  } catch (error) {
    throw asOption(error);
  }
}

/** What a target on a mean time has achieved is a time; the answer itself does not say so. */
function readable(answer: Answer, { target = {} }: Readonly<Record<string, unknown>>): object {
  const { waitingTime, responseTime } = target as Readonly<Record<string, unknown>>;
  if (waitingTime === undefined && responseTime === undefined) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([field, value]) => [
      field,
      ['achieved', 'oneFewer'].includes(field) && typeof value === 'number' ? { mean: value } : value,
    ]),
  );
}

type TimeName = 'waitingTime' | 'responseTime';
const words: Readonly<Record<TimeName, string>> = {
  waitingTime: 'waiting time',
  responseTime: 'response time',
};

/** The times of an answer whose distribution is known. */
function distributions(answer: Answer, option: string): [TimeName, TimeDistribution][] {
  const own = answer.answer ?? answer;
  const found = (Object.keys(words) as TimeName[]).flatMap((name): [TimeName, TimeDistribution][] =>
    own[name] !== undefined && 'percentile' in own[name] ? [[name, own[name] as TimeDistribution]] : [],
  );
  if (found.length > 0) return found;
  throw new SidecoreError({
    code: 'unsupported',
    path: option,
    message: 'the distribution of its times has no closed form here',
    hint: 'leave the option out',
  });
}

function percentiles(answer: Answer, asked: readonly string[]) {
  return asked.flatMap((text) => {
    const path = '--percentile';
    const percent = siQuantity(text.replace(/\s*%$/, ''), 'number', path);
    if (!(percent >= 0 && percent <= 100))
      throw new SidecoreError({
        code: 'invalid-value',
        path,
        message: `${percent} is not between 0 and 100`,
        hint: 'for example --percentile 95',
      });
    return distributions(answer, path).map(([of, time]) => ({
      of,
      percent,
      time: time.percentile(percent / 100),
    }));
  });
}

function shares(answer: Answer, asked: readonly string[]) {
  return asked.flatMap((text) => {
    const time = siQuantity(text, 'time', '--within');
    return distributions(answer, '--within').map(([of, known]) => ({
      of,
      time,
      share: known.cumulative(time),
    }));
  });
}

function stateProbabilities(answer: Answer, asked: readonly string[]) {
  const own = answer.answer ?? answer;
  return asked.map((text) => {
    const path = '--state-probability';
    const customers = countOf(text, path, 0);
    if (own.stateProbability === undefined)
      throw new SidecoreError({
        code: 'unsupported',
        path,
        message: 'the probability of n customers has no closed form here',
        hint: 'leave the option out',
      });
    return { customers, probability: own.stateProbability(customers) };
  });
}
