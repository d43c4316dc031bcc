import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type PathModel,
  type Prediction,
  pathModel,
  predict,
  SidecoreError,
  templates,
  valueAt,
  withValues,
  xenPv as xenPvInput,
} from '../../src';

const xenPv = pathModel(xenPvInput);

/** Paths of every number of a model. */
function numberPaths(node: unknown, path = ''): string[] {
  if (typeof node === 'number') return [path];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node)
    .filter(([name]) => path !== '' || name !== 'parameters')
    .flatMap(([name, inner]) => numberPaths(inner, path ? `${path}.${name}` : name));
}

/** The same model written out anew with one more number changed, so that nothing is known of it. */
function rewritten(model: PathModel, values: Readonly<Record<string, number>>): PathModel {
  const twin = JSON.parse(JSON.stringify(model));
  for (const [path, value] of Object.entries(values)) {
    const names = path.split('.');
    const last = names.pop()!;
    names.reduce((node, name) => node[name], twin)[last] = value;
  }
  return twin;
}

/** What a question gives: the prediction, or the error. */
function outcome(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof SidecoreError)) throw error;
    return { code: error.code, path: error.path, message: error.message };
  }
}

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

  it.each(Object.keys(templates))('gives of %s what the model written out anew gives, errors too', (name) => {
    const model = pathModel(templates[name]);
    const paths = numberPaths(model);
    expect(paths.length).toBeGreaterThan(50);
    const value = fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: 0.3, max: 3, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(0, -1, 0.5, Number.POSITIVE_INFINITY) },
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom(...paths), value), {
          maxLength: 4,
          selector: ([path]) => path,
        }),
        fc.constantFrom(...Object.keys(model.topologies)),
        fc.constantFrom(...Object.keys(model.placements)),
        fc.boolean(),
        (changes, topology, placement, twice) => {
          const values = Object.fromEntries(
            changes.map(([path, factor]) => {
              const before = Number(valueAt(model, path));
              return [
                path,
                Number.isSafeInteger(before) && factor > 0.3 ? Math.ceil(before * factor) : before * factor,
              ];
            }),
          );
          const scenario = { topology, placement };
          // In two steps: a change of a change.
          const [first, ...rest] = Object.entries(values);
          const changed = () =>
            twice && first
              ? withValues(withValues(model, Object.fromEntries(rest)), Object.fromEntries([first]))
              : withValues(model, values);
          const fast = outcome(() => predict(changed(), scenario));
          const anew = outcome(() => predict(pathModel(rewritten(model, values)), scenario));
          // Two bad numbers are met in the order of the steps.
          if (!twice || typeof (anew as Prediction).throughput === 'number') expect(fast).toStrictEqual(anew);
          else expect(fast).toHaveProperty('code');
        },
      ),
      { numRuns: 60 },
    );
  });
});
