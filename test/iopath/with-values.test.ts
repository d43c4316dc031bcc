import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathModel, predict, templates, valueAt, withValues, xenPv as xenPvInput } from '../../src';

const xenPv = pathModel(xenPvInput);

describe('withValues', () => {
  it('changes the numbers that are named and shares the rest', () => {
    const faster = withValues(xenPv, { 'machine.clock': 3.5e9, 'machine.latency.peer': 90 });
    expect(faster.machine.clock).toBe(3.5e9);
    expect(faster.machine.latency).toEqual({ ...xenPv.machine.latency, peer: 90 });
    expect(faster.stages).toBe(xenPv.stages);
    expect(withValues(xenPv, {})).toBe(xenPv);
  });

  it('leaves predictions as they were when every number with a range is set to what it is, in every template', () => {
    for (const model of Object.values(templates).map(pathModel)) {
      const paths = Object.keys(model.parameters);
      fc.assert(
        fc.property(fc.subarray(paths, { minLength: 1 }), (some) => {
          const same = withValues(
            model,
            Object.fromEntries(some.map((path) => [path, valueAt(model, path)])),
          );
          expect(predict(same).throughput).toBe(predict(model).throughput);
        }),
        { numRuns: 5 },
      );
    }
  });

  it.each([
    ['stages.netbak.cycles', 'unknown-name', 'stages.netbak'],
    ['stages.netback-receive', 'invalid-value', 'stages.netback-receive'],
    ['name', 'invalid-value', 'name'],
    ['machine.clock.hertz', 'invalid-value', 'machine.clock.hertz'],
    ['', 'unknown-name', ''],
    ['__proto__.x', 'unknown-name', '__proto__'],
  ])('refuses the path "%s"', (path, code, at) => {
    expect(() => withValues(xenPv, { [path]: 1 })).toThrow(expect.objectContaining({ code, path: at }));
  });

  it('refuses a number that the model may not have', () => {
    for (const value of [Number.NaN, -1, Number.POSITIVE_INFINITY])
      expect(() => withValues(xenPv, { 'machine.clock': value })).toThrow(
        expect.objectContaining({ code: 'invalid-value', path: 'machine.clock' }),
      );
  });
});
