import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PathModel, pathModel, predict, withValues, xenPv } from '../../src';
import { parameterDraws } from '../../src/predict/parameter-draws';
import { fittedExample } from '../fit/fitted-example';

const scenario = { topology: 'inter-node-receive', placement: 'driver-domain' };
const widthOf = ({ lower, upper }: { lower: number; upper: number }) => Math.log(upper / lower);
const withFit = (model: PathModel, fit: Partial<NonNullable<PathModel['fit']>>): PathModel =>
  pathModel({ ...model, fit: { ...model.fit!, ...fit } });
const nothing = { modelError: {}, degreesOfFreedom: 1e6 };

describe('the interval of a prediction', () => {
  it('is there for a fitted model alone, and changes nothing else', () => {
    const { interval, ...rest } = predict(fittedExample(), scenario);
    expect(interval!.level).toBe(0.95);
    const plain = predict(xenPv, scenario);
    expect(plain.interval).toBeUndefined();
    // What a fit has seen may change what is warned of.
    expect({ ...rest, warnings: [] }).toEqual({ ...plain, warnings: [] });
  });

  it('is the model error alone when the parameters are certain', () => {
    const certain = withFit(fittedExample([0, 0, 0, 0].map(() => [0, 0, 0, 0])), { degreesOfFreedom: 1e9 });
    const { interval, throughput } = predict(certain, scenario);
    // 1.959964: the normal quantile; the model misses throughput by 2 %.
    expect(widthOf(interval!.throughput)).toBeCloseTo(2 * 1.959964 * 0.02, 6);
    expect(Math.sqrt(interval!.throughput.lower * interval!.throughput.upper) / throughput).toBeCloseTo(
      1,
      12,
    );
    expect(widthOf(interval!.utilization['guest-core'])).toBeCloseTo(2 * 1.959964 * 0.015, 6);
  });

  it('follows the derivative of a known power law', () => {
    // The bottleneck's only cost in question: ln X = const - ln cycles.
    const only: PathModel = pathModel({
      machine: { clock: 1e9, cores: { one: {} } },
      network: { rate: 1e15, roundTrip: 0 },
      contexts: { work: {} },
      stages: { all: { context: 'work', cycles: 1000 } },
      topologies: { path: { stages: ['all'] } },
      placements: { here: { assign: { work: 'one' } } },
      fit: { ...fittedExample().fit!, ...nothing, parameters: ['stages.all.cycles'], covariance: [[0.01]] },
    });
    const { interval } = predict(only);
    expect(widthOf(interval!.cyclesPerPacket)).toBeCloseTo(2 * 1.959964 * 0.1, 5);
    expect(widthOf(interval!.throughput)).toBeCloseTo(2 * 1.959964 * 0.1, 5);
    expect(widthOf(interval!.utilization.one)).toBeCloseTo(0, 6);
  });

  it('holds 95 % of the predictions of models drawn from the covariance', () => {
    const covariance = [
      [0.01, -0.004, 0, 0],
      [-0.004, 0.02, 0, 0],
      [0, 0, 0.015, 0.006],
      [0, 0, 0.006, 0.04],
    ];
    const model = withFit(fittedExample(covariance), nothing);
    const { interval } = predict(model, scenario);
    const drawn = parameterDraws(model, 1500, 5).models.map((one) => {
      const { fit, ...plain } = one;
      return predict(plain, scenario).cyclesPerPacket;
    });
    const { lower, upper } = interval!.cyclesPerPacket;
    const inside = drawn.filter((value) => value >= lower && value <= upper).length / drawn.length;
    // Three standard deviations of a share of 1500 draws are 1.7 %.
    expect(inside).toBeGreaterThan(0.93);
    expect(inside).toBeLessThan(0.97);
  });

  it('takes numbers that are tied as one, in any order', () => {
    const paths = ['stages.netback-receive.cycles', 'stages.bridge-receive.cycles'];
    const tied = (parameters: readonly string[], correlation: number) =>
      widthOf(
        predict(
          withFit(fittedExample(), {
            ...nothing,
            parameters,
            covariance: [
              [0.04, 0.04 * correlation],
              [0.04 * correlation, 0.04],
            ],
          }),
          scenario,
        ).interval!.cyclesPerPacket,
      );
    expect(tied(paths, 1)).toBeCloseTo(tied([...paths].reverse(), 1), 9);
    expect(tied(paths, 1)).toBeGreaterThan(1.2 * tied(paths, 0));
    expect(tied(paths, -1)).toBeLessThan(tied(paths, 0));
  });

  it('widens with the covariance and the model error, and narrows with degrees of freedom', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1.1, max: 3, noNaN: true }),
        fc.integer({ min: 2, max: 50 }),
        (factor, degreesOfFreedom) => {
          const wide = (scale: number, error: number, degrees: number) =>
            widthOf(
              predict(
                withFit(
                  fittedExample(
                    [0, 1, 2, 3].map((p) => [0, 1, 2, 3].map((q) => (p === q ? 0.01 * scale : 0))),
                  ),
                  {
                    modelError: { throughput: error },
                    degreesOfFreedom: degrees,
                  },
                ),
                scenario,
              ).interval!.throughput,
            );
          const base = wide(1, 0.02, degreesOfFreedom);
          expect(wide(factor, 0.02, degreesOfFreedom)).toBeGreaterThan(base);
          expect(wide(1, 0.02 * factor, degreesOfFreedom)).toBeGreaterThan(base);
          expect(wide(1, 0.02, degreesOfFreedom * 2)).toBeLessThan(base);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('has an answer where a number stands at the edge of what it may be', () => {
    const edge = withFit(withValues(fittedExample(), { 'machine.directCacheAccess': 1 }), {
      parameters: ['machine.directCacheAccess'],
      covariance: [[0.04]],
      priorDominated: [],
    });
    const { interval } = predict(edge, scenario);
    expect(interval!.throughput.upper).toBeGreaterThan(interval!.throughput.lower);
  });
});

describe('what a model says of its fit', () => {
  const bad = (fit: Record<string, unknown>) => () =>
    pathModel({ ...fittedExample(), fit: { ...fittedExample().fit!, ...fit } } as PathModel);
  it.each([
    [{ parameters: ['stages.none.cycles', 'a', 'b', 'c'] }, 'fit.parameters[0]'],
    [{ covariance: [[1]] }, 'fit.covariance'],
    [{ covariance: [[1, 2], [2, 1], [0], [0]] }, 'fit.covariance[0]'],
    [{ degreesOfFreedom: 0 }, 'fit.degreesOfFreedom'],
    [{ conditionNumber: -1 }, 'fit.conditionNumber'],
    [{ modelError: { throughput: -1 } }, 'fit.modelError.throughput'],
    [{ toolVersion: 1 }, 'fit.toolVersion'],
    [{ extra: 1 }, 'fit.extra'],
    [{ data: {} }, 'fit.data.fingerprint'],
  ])('%j is refused at %s', (fit, path) => {
    expect(bad(fit)).toThrow(path);
  });

  it('is refused with a correlation beyond 1', () => {
    const covariance = [0, 1, 2, 3].map((p) => [0, 1, 2, 3].map((q) => (p === q ? 1 : 1.1)));
    expect(bad({ covariance })).toThrow('beyond 1');
  });
});
