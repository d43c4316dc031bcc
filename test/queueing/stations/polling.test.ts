import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mg1, type PollingQueue, polling } from '../../../src/queueing';
import { expectOpenLaws, expectPlain } from './general-laws';
import { closeTo, expectRejections } from './markovian-laws';

const anyQueues = fc
  .tuple(
    fc.double({ min: 0.01, max: 0.97, noNaN: true }),
    fc.array(
      fc.record({
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        serviceTime: fc.double({ min: 0.01, max: 10, noNaN: true }),
        serviceVariability: fc.double({ min: 0, max: 9, noNaN: true }),
        switchoverTime: fc.double({ min: 0, max: 5, noNaN: true }),
        switchoverVariability: fc.double({ min: 0, max: 9, noNaN: true }),
        policy: fc.constantFrom('exhaustive' as const, 'gated' as const),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([load, list]) => {
    const sum = list.reduce((total, one) => total + one.share, 0) + 1e-9;
    return list.map(({ share, ...one }) => ({ ...one, arrivalRate: (load * share) / sum / one.serviceTime }));
  });

/** The pseudo-conservation law of Boxma and Groenendijk 1987 for exhaustive and gated queues. */
function conserved(queues: (PollingQueue & { serviceTime: number; serviceVariability: number })[]): number {
  const loads = queues.map((queue) => queue.arrivalRate * queue.serviceTime);
  const rho = loads.reduce((sum, load) => sum + load, 0);
  const work = queues.reduce(
    (sum, queue) => sum + (queue.arrivalRate * queue.serviceTime ** 2 * (1 + queue.serviceVariability)) / 2,
    0,
  );
  const mean = queues.reduce((sum, queue) => sum + queue.switchoverTime, 0);
  const variance = queues.reduce(
    (sum, queue) => sum + queue.switchoverVariability * queue.switchoverTime ** 2,
    0,
  );
  const squares = loads.reduce((sum, load) => sum + load * load, 0);
  const gated = queues.reduce((sum, queue, i) => sum + (queue.policy === 'gated' ? loads[i] ** 2 : 0), 0);
  const switching =
    mean > 0
      ? (rho * (variance + mean * mean)) / (2 * mean) +
        (mean / (2 * (1 - rho))) * (rho * rho - squares) +
        (mean / (1 - rho)) * gated
      : 0;
  return (rho * work) / (1 - rho) + switching;
}

describe('polling', () => {
  it("obeys Little's law, the utilisation law and the pseudo-conservation law", () => {
    fc.assert(
      fc.property(anyQueues, (queues) => {
        const answer = polling({ queues });
        expectPlain(answer);
        for (const [i, queue] of answer.queues.entries())
          expectOpenLaws(queue, queues[i].arrivalRate, queues[i].serviceTime);
        closeTo(answer.weightedWaitingTime, conserved(queues), 1e-8, 1e-12);
      }),
    );
  });

  it('does not depend on where the round starts', () => {
    fc.assert(
      fc.property(anyQueues, (queues) => {
        const [first, ...rest] = queues;
        const turned = polling({ queues: [...rest, first] }).queues.map((queue) => queue.waitingTime.mean);
        const plain = polling({ queues }).queues.map((queue) => queue.waitingTime.mean);
        for (const [i, wait] of [...plain.slice(1), plain[0]].entries()) closeTo(turned[i], wait, 1e-9);
      }),
    );
  });

  it('scales with time', () => {
    fc.assert(
      fc.property(anyQueues, (queues) => {
        const slow = polling({
          queues: queues.map((queue) => ({
            ...queue,
            arrivalRate: queue.arrivalRate / 4,
            serviceTime: queue.serviceTime * 4,
            switchoverTime: queue.switchoverTime * 4,
          })),
        });
        for (const [i, queue] of polling({ queues }).queues.entries())
          closeTo(slow.queues[i].waitingTime.mean, 4 * queue.waitingTime.mean, 1e-9);
      }),
    );
  });

  it('is M/G/1 for a single queue without switch-over, and serves equal queues equally', () => {
    const queue = { arrivalRate: 0.7, serviceTime: 1, serviceVariability: 2 };
    const alone = mg1(queue).waitingTime.mean;
    const still = { switchoverTime: 0, switchoverVariability: 0 };
    for (const policy of ['exhaustive', 'gated'] as const) {
      closeTo(polling({ queues: [{ ...queue, ...still, policy }] }).queues[0].waitingTime.mean, alone, 1e-12);
      const equal = polling({
        queues: Array.from({ length: 4 }, () => ({ ...queue, arrivalRate: 0.175, ...still, policy })),
      });
      for (const one of equal.queues) closeTo(one.waitingTime.mean, alone, 1e-11);
    }
  });

  it('has the symmetric closed form (Takagi 1986): exhaustive, constant times', () => {
    // E[W] = delta^2 / (2 r) + (N lambda b2 + r (N - rho)) / (2 (1 - rho)), r the switch-over time of one queue
    const [n, lambda, r] = [5, 0.15, 0.3];
    const answer = polling({
      queues: Array.from({ length: n }, () => ({
        arrivalRate: lambda,
        serviceTime: 1,
        serviceVariability: 0,
        switchoverTime: r,
        switchoverVariability: 0,
      })),
    });
    const rho = n * lambda;
    for (const queue of answer.queues)
      closeTo(queue.waitingTime.mean, (n * lambda + r * (n - rho)) / (2 * (1 - rho)), 1e-11);
    closeTo(answer.cycleTime, (n * r) / (1 - rho), 1e-12);
  });

  it('answers for many queues near saturation, for empty ones, and for an overload', () => {
    const queue = { serviceTime: 1, serviceVariability: 1, switchoverTime: 0.1, switchoverVariability: 1 };
    const queues = Array.from({ length: 30 }, (_, i) => ({
      ...queue,
      arrivalRate: ((1 - 1e-6) * (i + 1)) / 465,
    }));
    const near = polling({ queues });
    closeTo(near.weightedWaitingTime, conserved(queues), 1e-8);
    const empty = polling({
      queues: [
        { ...queue, arrivalRate: 0 },
        { ...queue, arrivalRate: 0 },
      ],
    });
    expect(empty.utilization).toBe(0);
    // half a round of 0.2 in the mean, more for its variance: E[R^2] / (2 E[R])
    closeTo(empty.queues[0].waitingTime.mean, (0.02 + 0.04) / 0.4, 1e-12);
    const full = polling({
      queues: [
        { ...queue, arrivalRate: 1 },
        { ...queue, arrivalRate: 3, name: 'fast' },
      ],
    });
    expectPlain(full);
    expect(full).toMatchObject({ stable: false, utilization: 1, cycleTime: Number.POSITIVE_INFINITY });
    expect(full.queues[1]).toMatchObject({
      name: 'fast',
      stable: false,
      queueLength: Number.POSITIVE_INFINITY,
    });
  });

  it('rejects bad input', () => {
    const queue = {
      arrivalRate: 0.1,
      serviceTime: 1,
      serviceVariability: 1,
      switchoverTime: 1,
      switchoverVariability: 0,
    };
    expectRejections(polling, { queues: [queue] }, [
      [{ queues: [] }, 'invalid-shape', 'queues'],
      [{ queues: [queue, { ...queue, arrivalRate: -1 }] }, 'invalid-value', 'queues[1].arrivalRate'],
      [{ queues: [{ ...queue, switchoverTime: -1 }] }, 'invalid-value', 'queues[0].switchoverTime'],
      [
        { queues: [{ ...queue, switchoverVariability: undefined }] },
        'invalid-value',
        'queues[0].switchoverVariability',
      ],
      [{ queues: [{ ...queue, policy: 'limited' }] }, 'invalid-value', 'queues[0].policy'],
      [{ queues: [{ ...queue, swichover: 1 }] }, 'invalid-shape', 'queues[0].swichover'],
    ]);
  });
});
