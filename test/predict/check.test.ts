import { describe, expect, it } from 'vitest';
import { check, exactMva, type PathModelInput, SidecoreError, xenPv } from '../../src';

/** Stages of 1 us and more on cores of their own, joined so that handing over costs nothing. */
const pipeline = (microseconds: number[]): PathModelInput => ({
  machine: {
    clock: 1e9,
    cores: Object.fromEntries(microseconds.map((_, k) => [`core-${k}`, {}])),
    latency: { l2: 0, llc: 0, dram: 0, peer: 0, remotePeer: 0 },
  },
  network: { roundTrip: 3e-6 },
  contexts: Object.fromEntries(microseconds.map((_, k) => [`worker-${k}`, {}])),
  mechanisms: { free: {} },
  stages: Object.fromEntries(
    microseconds.map((time, k) => [`stage-${k}`, { context: `worker-${k}`, cycles: 1000 * time }]),
  ),
  topologies: {
    path: {
      stages: microseconds.map((_, k) => `stage-${k}`),
      links: microseconds
        .slice(1)
        .map((_, k) => ({ from: `stage-${k}`, to: `stage-${k + 1}`, mechanism: 'free' })),
    },
  },
  placements: {
    apart: { assign: Object.fromEntries(microseconds.map((_, k) => [`worker-${k}`, `core-${k}`])) },
  },
});

const row = (result: ReturnType<typeof check>, quantity: string, subject = '') =>
  result.rows.find((one) => one.quantity === quantity && one.subject === subject)!;

describe('check', () => {
  it('simulates exponential stages as exact mean value analysis says', () => {
    const model = pipeline([1, 2, 1.5]);
    for (const window of [1, 3, 10]) {
      const result = check(model, { window }, { packets: 20_000, replications: 6 });
      const { simulated, predicted } = row(result, 'throughput');
      expect(predicted).toBeCloseTo(
        exactMva(result.prediction.network).classes.flow.throughput * result.prediction.payload * 8,
        0,
      );
      expect(Math.abs(predicted - simulated.mean)).toBeLessThan(4 * simulated.halfWidth + 0.005 * predicted);
      for (const core of ['core-0', 'core-1', 'core-2'])
        expect(Math.abs(row(result, 'utilization', core).difference)).toBeLessThan(0.02);
    }
  });

  it('simulates regular stages as the asymptotic bound says', () => {
    for (const window of [1, 2, 10]) {
      const result = check(pipeline([1, 2, 1.5]), { window, traffic: { variation: 0 } }, { packets: 2000 });
      const { simulated } = row(result, 'throughput');
      const { bounds, packetRate, throughput } = result.prediction;
      const bound = (bounds.asymptotic.upper * throughput) / packetRate;
      expect(simulated.mean / bound).toBeCloseTo(1, 2);
      expect(simulated.halfWidth).toBeLessThan(0.01 * simulated.mean);
    }
  });

  it("obeys Little's law and repeats itself with the same seed", () => {
    const ask = (seed: number) =>
      check(xenPv, { topology: 'intra-node', placement: 'none', window: 8 }, { packets: 3000, seed });
    const [one, again, other] = [ask(7), ask(7), ask(8)];
    expect(again).toEqual(one);
    expect(row(other, 'throughput').simulated.mean).not.toBe(row(one, 'throughput').simulated.mean);
    const rate = row(one, 'throughput').simulated.mean / (one.prediction.payload * 8);
    expect(rate * row(one, 'cycleTime').simulated.mean).toBeCloseTo(8, 2);
  });

  it('finds the template within a tenth of its simulation, placements and traffic alike', () => {
    for (const topology of ['inter-node-transmit', 'inter-node-receive', 'intra-node'])
      for (const placement of ['none', 'driver-domain'])
        for (const [kind, window] of [
          ['stream', 4],
          ['stream', 64],
          ['bidirectional', 16],
          ['request-response', 1],
        ] as const) {
          const result = check(
            xenPv,
            { topology, placement, window, traffic: { kind, variation: 0.3 } },
            { packets: 4000, replications: 3 },
          );
          expect(
            Math.abs(row(result, 'throughput').difference),
            `${topology} ${placement} ${kind}`,
          ).toBeLessThan(0.1);
        }
  });

  it('shows a smaller batch where the consumer outruns its producer, in both', () => {
    const result = check(
      xenPv,
      { topology: 'inter-node-transmit', placement: 'driver-domain', window: 64 },
      { packets: 5000 },
    );
    const guest = row(result, 'batch', 'sending-guest');
    expect(guest.predicted).toBeLessThan(8);
    expect(guest.simulated.mean).toBeLessThan(8);
  });

  it('stops when asked to, and says how far it was', () => {
    const signal = { aborted: false };
    const onProgress = (share: number) => {
      signal.aborted = share > 0.3;
    };
    expect(() => check(xenPv, {}, { packets: 100, signal, onProgress })).toThrow(
      expect.objectContaining({ code: 'aborted' }),
    );
  });

  it.each([
    [{ replications: 1 }, 'options.replications'],
    [{ packets: 0 }, 'options.packets'],
    [{ packets: Number.NaN }, 'options.packets'],
    [{ seed: -1 }, 'options.seed'],
    [{ runs: 3 } as object, 'options.runs'],
  ])('rejects %j', (options, path) => {
    expect(() => check(xenPv, {}, options)).toThrow(SidecoreError);
    expect(() => check(xenPv, {}, options)).toThrow(expect.objectContaining({ path }));
  });
});
