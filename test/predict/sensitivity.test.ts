import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PathModelInput, pathModel, predict, sensitivity, withValues, xenPv } from '../../src';
import { arbitraryModel } from '../iopath/arbitrary-model';

const offloaded = { topology: 'inter-node-receive', placement: 'driver-domain' };

describe('sensitivity', () => {
  // With one core and nothing else, X = clock / cycles: elasticity 1 and -1, and the shares of the parts of a sum.
  it('is the share of a stage where one core is all there is', () => {
    const model: PathModelInput = {
      machine: { clock: 1e9, cores: { one: {} } },
      network: { roundTrip: 0 },
      contexts: { all: {} },
      stages: { most: { context: 'all', cycles: 3000 }, rest: { context: 'all', cycles: 1000 } },
      topologies: { path: { stages: ['most', 'rest'] } },
      placements: { here: { assign: { all: 'one' } } },
    };
    const { sensitivities } = sensitivity(model, {
      parameters: ['machine.clock', 'stages.most.cycles', 'stages.rest.cycles'],
    });
    const of = (path: string) => sensitivities.find((one) => one.path === path)!.elasticity;
    expect(of('machine.clock')).toBeCloseTo(1, 5);
    expect(of('stages.most.cycles')).toBeCloseTo(-0.75, 5);
    expect(of('stages.rest.cycles')).toBeCloseTo(-0.25, 5);
  });

  it('predicts a change of one per cent', () => {
    const model = pathModel(xenPv);
    const { sensitivities, throughput } = sensitivity(model, offloaded);
    for (const { path, value, elasticity, kink } of sensitivities.slice(0, 15)) {
      expect(kink).toBe(false);
      const there = predict(withValues(model, { [path]: 1.01 * value }), offloaded).throughput;
      expect(Math.abs(Math.log(there / throughput) / Math.log(1.01) - elasticity)).toBeLessThan(0.01);
    }
  });

  it('has ends that are predictions, and ranks by the distance between them', () => {
    const model = pathModel(xenPv);
    const { sensitivities, without } = sensitivity(model, offloaded);
    let before = Number.POSITIVE_INFINITY;
    for (const { path, low, high, swing } of sensitivities) {
      const range = model.parameters[path];
      expect([low!.value, high!.value]).toEqual([range.low, range.high]);
      expect(low!.throughput).toBe(predict(withValues(model, { [path]: range.low }), offloaded).throughput);
      expect(swing).toBeLessThanOrEqual(before);
      before = swing!;
    }
    expect(sensitivities.length + without.length).toBe(Object.keys(model.parameters).length);
    expect(without).toContain('stages.grant-map.cycles');
  });

  it('never finds that more cycles carry more, or a faster clock less, at given batches', () => {
    fc.assert(
      fc.property(arbitraryModel, (model) => {
        const { sensitivities } = sensitivity(model, { parameters: 'all' });
        for (const { path, elasticity } of sensitivities) {
          expect(Number.isFinite(elasticity)).toBe(true);
          if (/^stages\..*\.cycles(PerByte)?$/.test(path)) expect(elasticity).toBeLessThan(1e-6);
          if (path === 'network.rate') expect(elasticity).toBeGreaterThan(-1e-6);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('says which side is left where the throughput jumps: at the next packet of a message', () => {
    const { sensitivities } = sensitivity(xenPv, { ...offloaded, parameters: ['traffic.message'] });
    expect(sensitivities[0].kink).toBe(true);
    expect(sensitivities[0].above).toBeUndefined();
    // One byte more of 1448 is one byte more in each packet, at hardly any cost.
    expect(sensitivities[0].below).toBeGreaterThan(0.5);
    expect(sensitivities[0].elasticity).toBe(sensitivities[0].below);
  });

  it('changes whole numbers by one, and numbers of the scenario where they stand', () => {
    const { sensitivities, window } = sensitivity(xenPv, {
      ...offloaded,
      window: 8,
      parameters: ['traffic.window'],
    });
    expect(window).toBe(8);
    expect(sensitivities[0].value).toBe(8);
    const at = (packets: number) => predict(xenPv, { ...offloaded, window: packets }).throughput;
    expect(sensitivities[0].above).toBeCloseTo(Math.log(at(9) / at(8)) / Math.log(9 / 8), 9);
    expect(sensitivities[0].kink).toBe(false);
  });

  it('names the bottleneck at the ends of a range', () => {
    const model = pathModel(xenPv);
    const parameters = { 'stages.tcp-receive.cycles': { low: 1000, high: 20_000, source: 'a test' } };
    const [one] = sensitivity({ ...model, parameters }, offloaded).sensitivities;
    expect(one.low!.bottleneck).toBe('side-core');
    expect(one.high!.bottleneck).toBe('guest-core');
  });

  it('gives a result that is frozen and survives JSON', () => {
    const answer = sensitivity(xenPv, offloaded);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(Object.isFrozen(answer.sensitivities[0])).toBe(true);
  });

  it.each<[object, string, string]>([
    [{ parameters: 'some' }, 'invalid-value', 'options.parameters'],
    [{ parameters: ['stages.nothing.cycles'] }, 'unknown-name', 'stages.nothing'],
    [{ parameters: ['stages.tcp-receive'] }, 'invalid-value', 'stages.tcp-receive'],
    [{ unknown: 1 }, 'invalid-shape', 'scenario.unknown'],
  ])('rejects %j', (options, code, path) => {
    expect(() => sensitivity(xenPv, { ...offloaded, ...options })).toThrow(
      expect.objectContaining({ code, path }),
    );
  });
});
