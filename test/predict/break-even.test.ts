import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BreakEvenOptions, breakEven, explain, type PathModelInput, predict, xenPv } from '../../src';

const receive = { topology: 'inter-node-receive', before: 'none', after: 'driver-domain' };

/** The gain by two predictions. */
function gainBy(scenario: object): number {
  const carried = (placement: string) =>
    predict(xenPv, { topology: receive.topology, ...scenario, placement }).throughput;
  return carried('driver-domain') / carried('none') - 1;
}

describe('breakEven', () => {
  it('refuses a gain over nothing, under full receive livelock, as explain does', () => {
    // Every packet interrupts for 1 us of the slow core, and a million and more come in a second.
    const model: PathModelInput = {
      machine: { clock: 1e9, cores: { slow: {}, fast: { clock: 1e11 } } },
      network: { roundTrip: 0 },
      traffic: { kind: 'open', arrivalRate: 3e6 },
      contexts: { card: {}, driver: {} },
      mechanisms: { interrupt: { targetCycles: 1000, activates: true, suppressesEvents: false } },
      stages: { poll: { context: 'card' }, drive: { context: 'driver', cycles: 4000 } },
      topologies: {
        path: {
          stages: ['poll', 'drive'],
          links: [{ from: 'poll', to: 'drive', mechanism: 'interrupt' }],
        },
      },
      placements: {
        before: { assign: { card: 'fast', driver: 'slow' } },
        after: { assign: { card: 'fast', driver: 'fast' } },
      },
    };
    expect(predict(model, { placement: 'before' }).throughput).toBe(0);
    expect(predict(model, { placement: 'after' }).throughput).toBeGreaterThan(0);
    const said = expect.objectContaining({
      code: 'unsupported',
      path: 'traffic.arrivalRate',
      message: expect.stringContaining('before carries nothing'),
      hint: expect.stringContaining('lower the rate'),
    });
    const rate = { vary: 'traffic.arrivalRate', between: { low: 1e5, high: 3e6 } };
    expect(() => breakEven(model, rate)).toThrow(said);
    expect(() => explain(model, { draws: 0 })).toThrow(said);
    const same = explain(model, { before: 'before', after: 'before', draws: 0 });
    expect(same).toMatchObject({ gain: 0, speedup: 1 });
  });

  it('is verified by predictions on both sides', () => {
    const busy = { ...receive, vary: 'applicationCycles', between: { low: 0, high: 200_000 }, gain: 0.1 };
    const { crossings, verdict } = breakEven(xenPv, busy);
    expect(verdict).toBe('crosses');
    expect(crossings).toHaveLength(1);
    const [{ value, direction, below, above, jump }] = crossings;
    expect(direction).toBe('falls');
    expect(jump).toBe(false);
    expect(below.gain).toBeGreaterThanOrEqual(0.1);
    expect(above.gain).toBeLessThan(0.1);
    expect(above.value / below.value - 1).toBeLessThan(1e-8);
    expect(gainBy({ traffic: { applicationCycles: 0.99 * value } })).toBeGreaterThan(0.1);
    expect(gainBy({ traffic: { applicationCycles: 1.01 * value } })).toBeLessThan(0.1);
  });

  // With one core for both, X is 1 / (work + a), with two 1 / max(work, a): the gain is work / a for a above work, so
  // 10 % are left at a = 10 work.
  it('finds the crossing that follows from two stages', () => {
    const model = {
      machine: { clock: 1e9, cores: { one: {}, two: {} } },
      network: { roundTrip: 0 },
      traffic: { window: 20_000 },
      contexts: { guest: {}, driver: {} },
      mechanisms: { free: {} },
      stages: {
        work: { context: 'driver', cycles: 1000 },
        use: { context: 'guest', application: true },
      },
      topologies: {
        path: { stages: ['work', 'use'], links: [{ from: 'work', to: 'use', mechanism: 'free' }] },
      },
      placements: {
        together: { assign: { guest: 'one', driver: 'one' } },
        apart: { assign: { guest: 'one', driver: 'two' } },
      },
    };
    const { crossings } = breakEven(model, {
      vary: 'traffic.applicationCycles',
      between: { low: 2000, high: 50_000 },
      gain: 0.1,
    });
    expect(crossings).toHaveLength(1);
    expect(crossings[0].value / 10_000).toBeCloseTo(1, 6);
  });

  it('narrows whole numbers down to neighbours', () => {
    const { crossings } = breakEven(xenPv, {
      ...receive,
      vary: 'window',
      between: { low: 1, high: 64 },
      gain: 0.5,
    });
    const [{ value, below, above }] = crossings;
    expect(above.value - below.value).toBe(1);
    expect(value).toBe(above.value);
    expect(gainBy({ window: value })).toBeGreaterThanOrEqual(0.5);
    expect(gainBy({ window: value - 1 })).toBeLessThan(0.5);
  });

  it('says always, never, or where, for any gain', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.5, max: 1.5, noNaN: true }), (gain) => {
        const { verdict, crossings, curve, least, most } = breakEven(xenPv, {
          ...receive,
          vary: 'applicationCycles',
          between: { low: 0, high: 100_000 },
          gain,
          points: 17,
        });
        if (verdict === 'always') expect(least.gain).toBeGreaterThanOrEqual(gain);
        if (verdict === 'never') expect(most.gain).toBeLessThan(gain);
        expect(crossings.length > 0).toBe(verdict === 'crosses');
        let side = curve[0].gain >= gain;
        for (const { direction, below, above } of crossings) {
          expect(direction).toBe(side ? 'falls' : 'rises');
          expect(below.gain >= gain).toBe(side);
          expect(above.gain >= gain).toBe(!side);
          side = !side;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('reports every crossing of a curve that rises and falls, and jumps', () => {
    // The gain is largest where the two cores have the same work.
    const { crossings } = breakEven(xenPv, {
      ...receive,
      vary: 'applicationCycles',
      between: { low: 0, high: 20_000 },
      gain: 1,
    });
    expect(crossings.map(({ direction }) => direction)).toEqual(['rises', 'falls']);
    // Beyond 1448 bytes a message takes a second packet, and both placements carry half as much in each.
    const message = breakEven(xenPv, {
      ...receive,
      vary: 'message',
      between: { low: 1000, high: 2000 },
      gain: (gainBy({ message: 1448 }) + gainBy({ message: 1449 })) / 2,
    });
    expect(message.crossings.some(({ jump }) => jump)).toBe(true);
  });

  it('answers in whole bytes of a message, and of a reply', () => {
    for (const [vary, kind] of [
      ['message', 'stream'],
      ['traffic.reply', 'request-response'],
    ] as const) {
      const range = { vary, between: { low: 64, high: 65_536 }, traffic: { kind } };
      const { least, most } = breakEven(xenPv, { ...receive, ...range });
      const gain = (least.gain + most.gain) / 2;
      const { crossings, curve } = breakEven(xenPv, { ...receive, ...range, gain });
      expect(crossings.length).toBeGreaterThan(0);
      for (const { below, above, value } of crossings)
        expect([below.value, above.value]).toEqual([value - 1, value]);
      for (const { value } of [...curve, ...crossings]) expect(Number.isInteger(value)).toBe(true);
    }
  });

  it('varies a number of the model by its path', () => {
    const answer = breakEven(xenPv, {
      ...receive,
      vary: 'contexts.driver-domain.footprintLines',
      between: { low: 100, high: 5000 },
      gain: 0.78,
    });
    expect(answer.vary).toBe('contexts.driver-domain.footprintLines');
    expect(answer.crossings[0].direction).toBe('rises');
  });

  it('gives a result that is frozen and survives JSON', () => {
    const answer = breakEven(xenPv, { ...receive, vary: 'window', between: { low: 1, high: 64 }, gain: 0.5 });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(Object.isFrozen(answer.crossings[0].below)).toBe(true);
  });

  it.each<[object, string, string]>([
    [{ vary: 'nothing' }, 'unknown-name', 'nothing'],
    [{ vary: 'traffic.kind' }, 'invalid-value', 'traffic.kind'],
    [{ between: { low: 2, high: 1 } }, 'invalid-value', 'options.between'],
    [{ between: { low: 1, high: 2, more: 3 } }, 'invalid-shape', 'options.between.more'],
    [{ gain: Number.NaN }, 'invalid-value', 'options.gain'],
    [{ points: 1 }, 'invalid-value', 'options.points'],
    [{ points: 1e6 }, 'too-large', 'options.points'],
    [{ more: 1 }, 'invalid-shape', 'options.more'],
    [{ after: 'nowhere' }, 'unknown-name', 'placements'],
    [{ between: { low: 0, high: 5 } }, 'invalid-value', 'scenario.window'],
    [{ between: { low: -5, high: 5 } }, 'invalid-value', 'options.between.low'],
    [{ between: { low: 1, high: 5.5 } }, 'invalid-value', 'options.between.high'],
    [{ vary: 'message', between: { low: 1.5, high: 5 } }, 'invalid-value', 'options.between.low'],
  ])('rejects %j', (options, code, path) => {
    const question: BreakEvenOptions = {
      ...receive,
      vary: 'window',
      between: { low: 1, high: 8 },
      ...options,
    };
    expect(() => breakEven(xenPv, question)).toThrow(expect.objectContaining({ code, path }));
  });
});
