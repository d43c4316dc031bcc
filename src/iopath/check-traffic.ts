import { integer, nonNegative, oneOf, positive, probability, shown } from '../common';
import { invalid } from './check-values';
import { type Traffic, trafficKinds } from './model';

/** Checks every number of a traffic; `path` is where it stands. */
export function checkTraffic(traffic: Traffic, path: string): void {
  oneOf(traffic.kind, trafficKinds, `${path}.kind`);
  positive(traffic.reply, `${path}.reply`);
  nonNegative(traffic.applicationCycles, `${path}.applicationCycles`);
  probability(traffic.variation, `${path}.variation`);
  for (const field of ['guests', 'queues'] as const) {
    integer(traffic[field], `${path}.${field}`, 1);
    if (traffic[field] > 1000) invalid(`${path}.${field}`, `${traffic[field]} is more than 1,000`);
  }
  positive(traffic.message, `${path}.message`);
  integer(traffic.window, `${path}.window`, 1, 'give the number of packets in flight');
  if (traffic.window > 10_000_000)
    invalid(`${path}.window`, `${traffic.window} packets is more than 10,000,000`);
  if (!(Number.isFinite(traffic.segmentation) && traffic.segmentation >= 1))
    invalid(`${path}.segmentation`, `${shown(traffic.segmentation)} is not a finite number of 1 or more`);
  if (traffic.kind !== 'open') nonNegative(traffic.arrivalRate, `${path}.arrivalRate`);
  else
    positive(
      traffic.arrivalRate,
      `${path}.arrivalRate`,
      'give the packets per second that each flow offers, or "800 kpps" in a model file',
    );
  nonNegative(traffic.acknowledgementRatio, `${path}.acknowledgementRatio`);
}
