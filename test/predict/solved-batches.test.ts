import { describe, expect, it } from 'vitest';
import { check, type PathModelInput, predict, type Scenario, templates, withValues } from '../../src';

/** Predicted over simulated batch of each context that has one. */
const ratios = (model: PathModelInput, scenario: Scenario) => {
  const { rows } = check(model, scenario, { packets: 8000, replications: 2 });
  return Object.fromEntries(
    rows.flatMap(({ quantity, subject, predicted, simulated }) =>
      quantity === 'batch' ? [[subject, predicted / simulated.mean]] : [],
    ),
  );
};

describe('solved batches', () => {
  it('are small where work and arrivals are regular, and larger where they are not', () => {
    const scenario = (variation: number): Scenario => ({
      topology: 'inter-node-receive',
      placement: 'two-side-cores',
      message: 100,
      window: 64,
      batch: 'solve',
      traffic: { kind: 'request-response', variation },
    });
    const softirq = (variation: number) => predict(templates.native, scenario(variation)).batches[0].batch;
    expect(softirq(0.3)).toBeLessThan(0.9 * softirq(1));
    expect(softirq(0)).toBeLessThan(softirq(0.3));
    // 1.016 of the simulated batch.
    expect(Math.abs(ratios(templates.native, scenario(1))['receiving-softirq'] - 1)).toBeLessThan(0.1);
  });

  it('are what the turns of the others on a core leave: two queues of two guests, one packet each', () => {
    const scenario: Scenario = {
      topology: 'inter-node',
      placement: 'none',
      message: 21_151,
      window: 1,
      traffic: { guests: 2, queues: 2, variation: 1 },
    };
    for (const ratio of Object.values(ratios(templates['kvm-vhost-net'], scenario))) {
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.25);
    }
  });

  it('are the bursts of a producer that shares its core with others', () => {
    const scenario: Scenario = {
      topology: 'inter-node-receive',
      placement: 'two-side-cores',
      message: 434,
      window: 42,
      traffic: { guests: 4, queues: 2, variation: 0.3 },
    };
    const found = ratios(templates['kvm-vhost-net-posted'], scenario);
    expect(found['receiving-guest-1']).toBeGreaterThan(0.75);
    expect(found['receiving-guest-1']).toBeLessThan(1.35);
  });

  it('charge no reload to activations that follow one of the same context', () => {
    const scenario: Scenario = {
      topology: 'inter-node-receive',
      placement: 'none',
      message: 515,
      window: 1,
      traffic: { kind: 'request-response', variation: 0 },
    };
    for (const cap of [1, 22]) {
      const model = withValues(templates['xen-pv'], { batchCap: cap });
      const { rows } = check(model, scenario, { packets: 4000, replications: 2 });
      expect(Math.abs(rows[0].difference)).toBeLessThan(0.02);
    }
  });
});

describe('warnings where batches are solved', () => {
  const codes = (model: PathModelInput, scenario: Scenario) =>
    predict(model, { batch: 'solve', ...scenario }).warnings.map(({ code, path }) => `${code} ${path}`);

  it('uneven-flows: both directions of a saturated core, not one, and not an idle one', () => {
    const both: Scenario = {
      topology: 'inter-node-transmit',
      placement: 'two-side-cores',
      message: 217,
      window: 56,
      traffic: { kind: 'bidirectional' },
    };
    expect(codes(templates.native, both)).toContain('uneven-flows guest-core');
    for (const other of [
      { ...both, window: 1 },
      { ...both, traffic: { kind: 'stream' as const } },
    ])
      expect(codes(templates.native, other).filter((code) => code.startsWith('uneven-flows'))).toEqual([]);
  });

  it('clumped-batches: transactions that meet, and batches that much of the work hangs on', () => {
    const receive = { topology: 'inter-node-receive', placement: 'driver-domain' };
    const exchange = (window: number): Scenario => ({
      ...receive,
      message: 100,
      window,
      traffic: { kind: 'request-response' },
    });
    expect(codes(templates['xen-pv'], exchange(2))).toContain('clumped-batches traffic.kind');
    expect(codes(templates['xen-pv'], exchange(1))).not.toContain('clumped-batches traffic.kind');
    const alone: Scenario = { topology: 'inter-node-receive', placement: 'none', window: 6 };
    expect(codes(templates['xen-pv'], alone)).toContain('clumped-batches batch');
    expect(codes(templates['xen-pv'], { ...alone, batch: 16 })).not.toContain('clumped-batches batch');
  });
});
