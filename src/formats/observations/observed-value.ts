import { SidecoreError } from '../../common';
import { type ObservedMetric, observedMetrics } from '../../fit/observation';
import type { Dimension } from '../dimensions';
import { parseQuantity } from '../parse-quantity';
import { siQuantity } from '../si-quantity';
import { didYouMean } from '../suggest';
import type { ObservationProblemCode } from './collector';

/** The kind of quantity that a metric is; `rate` stands for any number of things per second. */
const dimensions: Readonly<Record<ObservedMetric, Dimension | 'perSecond'>> = {
  throughput: 'rate',
  packet_rate: 'packetRate',
  message_rate: 'perSecond',
  cycles_per_packet: 'cycles',
  cycles_per_byte: 'cyclesPerByte',
  misses_per_packet: 'count',
  utilization: 'ratio',
  batch: 'packets',
  round_trip_time: 'time',
  latency: 'time',
  latency_p50: 'time',
  latency_p90: 'time',
  latency_p99: 'time',
  loss: 'ratio',
  cycles: 'cycles',
  instructions: 'count',
  misses: 'count',
};

const numeral = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;
const withUnit = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)\s*([A-Za-z%\u00b5\u03bc/][^\d]*)$/;

/** Units that are written for a pure number. */
const pure = new Set([
  '',
  '1',
  'ratio',
  'fraction',
  'count',
  'misses',
  'lines',
  'line',
  'loads',
  'instructions',
  'core',
  'cores',
]);

/** A reason to leave a row out. */
export class RowProblem extends Error {
  constructor(
    readonly code: ObservationProblemCode,
    message: string,
  ) {
    super(message);
  }
}

/** The metric of this name. */
export function metricCalled(name: string): ObservedMetric {
  const known = Object.keys(observedMetrics) as ObservedMetric[];
  const metric = known.find((one) => one === name);
  if (metric) return metric;
  if (name === '') throw new RowProblem('missing-value', 'no metric is named');
  const hint = didYouMean(name, known, `known: ${known.join(', ')}`);
  throw new RowProblem('unknown-metric', `there is no metric "${name}"; ${hint}`);
}

/** A number as a text, or a reason why it is none. */
export function numberIn(text: string, what: string): number {
  if (text === '') throw new RowProblem('missing-value', `no ${what} is given`);
  const value = numeral.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new RowProblem('not-a-number', `${what} "${text}" is not a number${hintOn(text)}`);
}

function hintOn(text: string): string {
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) || /^[-+]?\d+,\d+$/.test(text))
    return `; a comma is neither a decimal point nor a separator of thousands here`;
  return '';
}

/** A number, and the unit that stands behind it or, if none does, in its own column. */
export function figuresAndUnit(
  text: string,
  unit: string,
  what = 'value',
): readonly [figures: string, unit: string] {
  const inside = numeral.test(text) ? null : withUnit.exec(text);
  if (!inside) return [text, unit];
  const own = inside[2].trim();
  if (unit === '' || unit === own) return [inside[1], own];
  throw new RowProblem('ambiguous-value', `${what} "${text}" has a unit of its own beside "${unit}"`);
}

/** A written value with its unit as the SI number of its metric. */
export function observedValue(metric: ObservedMetric, text: string, unit: string, what = 'value'): number {
  const [figures, written] = figuresAndUnit(text, unit, what);
  const value = inUnit(metric, numberIn(figures, what), figures, written);
  if (value < 0) throw new RowProblem('out-of-range', `${what} "${text}" is below 0`);
  return value;
}

function inUnit(metric: ObservedMetric, number: number, figures: string, unit: string): number {
  const dimension = dimensions[metric];
  if (unit === observedMetrics[metric].unit) return number;
  if (metric === 'utilization' && unit === '' && number > 1)
    throw new RowProblem('ambiguous-value', `a utilization of ${figures} without a unit: percent, or cores?`);
  if (metric === 'loss' && unit === '' && number > 1)
    throw new RowProblem('ambiguous-value', `a loss of ${figures} without a unit: percent?`);
  const bare = dimension === 'count' || dimension === 'ratio' || dimension === 'packets';
  if (bare && pure.has(unit)) return number;
  const perSecond =
    dimension === 'packetRate' || dimension === 'perSecond' ? /^(?:1\s*)?\/\s*s(?:ec)?$/.test(unit) : false;
  try {
    if (perSecond) return number;
    if (dimension === 'perSecond') {
      if (unit === '') throw new RowProblem('missing-unit', `${figures} has no unit; write 1/s`);
      return siQuantity(`${figures} ${unit}`, 'rate', '');
    }
    return parseQuantity(`${figures} ${unit}`, dimension);
  } catch (error) {
    if (!(error instanceof SidecoreError)) throw error;
    throw new RowProblem(unit === '' ? 'missing-unit' : 'unknown-unit', error.message);
  }
}
