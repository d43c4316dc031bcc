import { plainObject, SidecoreError } from '../common';
import type { ComparedPrediction, Comparison } from '../predict/compare';
import type { Prediction } from '../predict/prediction';
import { grouped } from './numbers';

export interface ReportRow {
  /** The placement, and the message, window or number that sets it apart from others of the same name. */
  readonly label: string;
  readonly prediction: ComparedPrediction;
}

export interface ReportGroup {
  readonly topology: string;
  readonly description: string;
  readonly rows: readonly ReportRow[];
}

/** The predictions by topology, in the order in which they were asked for, with labels unique in their topology. */
export function reportGroups(comparison: Comparison): ReportGroup[] {
  checkComparison(comparison);
  const { sameMessage, sameWindow } = uniformTraffic(comparison);
  const rows = new Map<string, ReportRow[]>();
  for (const prediction of comparison.predictions) {
    const group = rows.get(prediction.topology) ?? [];
    rows.set(prediction.topology, group);
    const { placement, message, window } = prediction;
    const name = [
      placement,
      ...(sameMessage ? [] : [`${grouped(message)} B`]),
      ...(sameWindow || window === 0 ? [] : [`window ${grouped(window)}`]),
      ...(prediction.load && !sameLoad(comparison) ? [`${grouped(prediction.load.arrivalRate)}/s`] : []),
    ].join(' ');
    const twins = group.filter(({ label }) => label === name || label.startsWith(`${name} #`)).length;
    group.push({ label: twins === 0 ? name : `${name} #${twins + 1}`, prediction });
  }
  return [...rows].map(([topology, group]) => ({
    topology,
    description: comparison.descriptions.topologies[topology] ?? '',
    rows: group,
  }));
}

function checkComparison(comparison: Comparison): void {
  const { predictions } = plainObject(comparison, 'comparison') as unknown as Comparison;
  if (!Array.isArray(predictions) || predictions.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'comparison.predictions',
      message: 'there is no prediction to report',
      hint: 'give what compare() returns for at least one scenario',
    });
}

/** Whether all predictions are of the same traffic. */
function uniformTraffic({ predictions }: Comparison): { sameMessage: boolean; sameWindow: boolean } {
  return {
    sameMessage: predictions.every(({ message }) => message === predictions[0].message),
    sameWindow: predictions.every(({ window }) => window === predictions[0].window),
  };
}

function sameLoad({ predictions }: Comparison): boolean {
  return predictions.every(({ load }) => load?.arrivalRate === predictions[0].load?.arrivalRate);
}

/** What is counted: packets, or where every prediction is of request-response, transactions. */
export function unitOf(predictions: readonly Prediction[]): 'packet' | 'transaction' {
  return predictions.every(({ kind }) => kind === 'request-response') ? 'transaction' : 'packet';
}

/** `xen-pv: messages of 1,448 B, 64 packets in flight`, as far as it holds for all. */
export function reportTitle(comparison: Comparison): string {
  checkComparison(comparison);
  const { sameMessage, sameWindow } = uniformTraffic(comparison);
  const { message, window, reply, kind, load } = comparison.predictions[0];
  const unit = unitOf(comparison.predictions);
  const facts = [
    ...(sameMessage
      ? [
          reply > 0
            ? `${grouped(message)} B answered by ${grouped(reply)} B`
            : `messages of ${grouped(message)} B`,
        ]
      : []),
    ...(load !== undefined && sameLoad(comparison) ? [`${grouped(load.arrivalRate)} packets/s offered`] : []),
    ...(sameWindow && window > 0
      ? [
          `${grouped(window)} ${unit}${window === 1 ? '' : 's'} in flight${kind === 'bidirectional' ? ' each way' : ''}`,
        ]
      : []),
  ].join(', ');
  return facts === '' ? comparison.model : `${comparison.model}: ${facts}`;
}

export function headingOf({ topology, description }: ReportGroup): string {
  return description === '' ? topology : `${topology}: ${description}`;
}

/** True when the two ends of the bracket differ by more than a reader would overlook: 1 %. */
export function isBracketWide({ bracket: { lower, upper } }: Prediction): boolean {
  return upper > 1.01 * lower;
}
