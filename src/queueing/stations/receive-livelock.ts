import { checkedAnswer, nonNegative, positive, SidecoreError, shown } from '../../common';
import { checkOptions } from './open-answer';

/** What `receiveLivelock` is asked. */
export interface ReceiveLivelockOptions {
  /** Packets per second that come, 0 or more. */
  readonly arrivalRate: number;
  /** Seconds that a packet takes before all other work: its interrupt; when polling, its part of a poll. */
  readonly interruptTime: number;
  /** Seconds that the rest of its processing takes, above 0. */
  readonly serviceTime: number;
  /** True when interrupts are masked while there is work, so that only packets that are processed cost. Default: false. */
  readonly polling?: boolean;
}

/** What `receiveLivelock` answers. */
export interface ReceiveLivelockAnswer {
  readonly kind: 'receive-livelock';
  readonly method: 'fluid';
  readonly exact: false;
  /** Packets processed per second. */
  readonly throughput: number;
  /** Share of packets that is lost. */
  readonly blockingProbability: number;
  /** Busy share of the processor, interrupts of lost packets included. */
  readonly utilization: number;
  /** True while nothing is lost. */
  readonly stable: boolean;
  /** Packets per second up to which nothing is lost (maximum loss-free receive rate). */
  readonly saturationRate: number;
  /** Packets per second from which on nothing is processed any more; absent where there is no such rate. */
  readonly livelockRate?: number;
}

/**
 * A receiver under overload. Where every packet interrupts, those that are lost have cost their interrupts, and the more
 * come the fewer are processed; where interrupts are masked while there is work, throughput stays level:
 *
 * - interrupts: X = min(a, (1 - a i) / s), loss-free up to 1 / (i + s), nothing from 1 / i on
 * - polling: X = min(a, 1 / (i + s))
 *
 * with a packets per second, i the interrupt time and s the service time. A fluid limit: below saturation nothing is
 * lost, as with rings that are long enough; `mm1k` says how long. Rates per second, times in seconds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * const overloaded = { arrivalRate: 500_000, interruptTime: 1e-6, serviceTime: 4e-6 };
 * receiveLivelock(overloaded).throughput; // 125000
 * receiveLivelock({ ...overloaded, polling: true }).throughput; // 200000
 * @see Mogul and Ramakrishnan, Eliminating receive livelock in an interrupt-driven kernel, USENIX ATC 1996
 */
export function receiveLivelock(options: ReceiveLivelockOptions): ReceiveLivelockAnswer {
  checkOptions(options, ['arrivalRate', 'interruptTime', 'serviceTime', 'polling']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const interruptTime = nonNegative(options.interruptTime, 'interruptTime');
  const serviceTime = positive(options.serviceTime, 'serviceTime');
  const polling = options.polling ?? false;
  if (typeof polling !== 'boolean')
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'polling',
      message: `${shown(polling)} is neither true nor false`,
    });
  const perPacket = interruptTime + serviceTime;
  const stable = arrivalRate * perPacket <= 1;
  const left = Math.max(0, 1 - arrivalRate * interruptTime);
  const overloaded = polling ? 1 / perPacket : left / serviceTime;
  const throughput = stable ? arrivalRate : Math.min(arrivalRate, overloaded);
  return checkedAnswer({
    kind: 'receive-livelock',
    method: 'fluid',
    exact: false,
    throughput,
    blockingProbability: stable ? 0 : 1 - throughput / arrivalRate,
    utilization: stable ? arrivalRate * perPacket : 1,
    stable,
    saturationRate: 1 / perPacket,
    ...(polling || interruptTime === 0 ? {} : { livelockRate: 1 / interruptTime }),
  });
}
