import { SidecoreError } from '../common';
import type { Prediction } from './prediction';

/**
 * Refuses a prediction that another is to be held against: over a path that carries nothing, as one in full receive
 * livelock, no gain is a number.
 *
 * @throws SidecoreError `unsupported` when the throughput is 0
 */
export function refuseNothingCarried({ placement, throughput, load }: Prediction, where = ''): void {
  if (throughput > 0) return;
  const most =
    load === undefined ? '' : ` ${Math.floor(load.saturationRate)} packets/s are what it can carry;`;
  throw new SidecoreError({
    code: 'unsupported',
    path: 'traffic.arrivalRate',
    message: `${placement} carries nothing${where}: its core does no more than take interrupts (receive livelock), and over nothing there is no gain`,
    hint: `${most} lower the rate, or mask interrupts (suppressesEvents); predict says what is lost where`.trim(),
  });
}
