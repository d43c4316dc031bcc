import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PathModel, pathModel, predict } from '../../src';
import { fit as fitModel, type Observation, type ObservedMetric, validate } from '../../src/fit';
import { fittedExample } from './fitted-example';
import { labNoise, syntheticRuns } from './synthetic-runs';

const model = fittedExample();
const topology = 'inter-node-receive';

function row(
  metric: ObservedMetric,
  placement: string,
  factor: number,
  more: Partial<Observation> = {},
): Observation {
  const { throughput, centres, packetRate } = predict(model, { topology, placement });
  const value = {
    throughput,
    packet_rate: packetRate,
    utilization: centres[placement === 'none' ? 'guest-core' : 'side-core'].utilization,
  }[metric as 'throughput'];
  return {
    configuration: '',
    topology,
    placement,
    metric,
    subject: metric === 'utilization' ? (placement === 'none' ? 'guest-core' : 'side-core') : '',
    value: value * factor,
    unit: '',
    origin: { file: 'new.csv', line: 2 },
    covariates: {},
    ...more,
  };
}

describe('validate', () => {
  it('takes repetitions together and tells relative errors, of utilisations points', () => {
    const answer = validate(model, [
      row('throughput', 'none', 1.05 * 1.02, { replicate: '1' }),
      row('throughput', 'none', 1.05 / 1.02, { replicate: '2' }),
      row('throughput', 'driver-domain', 0.8),
      row('utilization', 'driver-domain', 0.9),
    ]);
    expect(answer).toMatchObject({
      observations: 4,
      measurements: 3,
      model: 'xen-pv',
      passed: true,
      bounds: [],
    });
    const [rate, busy] = answer.errors;
    expect(rate).toMatchObject({ metric: 'throughput', count: 2 });
    // |predicted / measured - 1| of the geometric mean, and of 0.8.
    expect(rate.largest).toBeCloseTo(0.25, 9);
    expect(rate.median).toBeCloseTo((0.25 + (1 - 1 / 1.05)) / 2, 9);
    const { utilization } = predict(model, { topology, placement: 'driver-domain' }).centres['side-core'];
    expect(busy.median).toBeCloseTo(0.1 * utilization, 9);
    expect(answer.groups.map(({ group }) => group)).toEqual(['none', 'driver-domain']);
  });

  it('takes the busy share of a core with what other work takes of it, as the operating system shows it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.5, noNaN: true }), (background) => {
        const cores = { ...model.machine.cores };
        cores['side-core'] = { ...cores['side-core'], background };
        const shared = pathModel({ ...model, machine: { ...model.machine, cores } });
        const { busy } = predict(shared, { topology, placement: 'driver-domain' }).centres['side-core'];
        const { errors } = validate(shared, [row('utilization', 'driver-domain', 1, { value: busy })]);
        expect(errors[0].largest).toBeLessThan(1e-9);
      }),
      { numRuns: 20 },
    );
  });

  it('gives the interval of its formula', () => {
    // One number alone is uncertain; g from a difference of predictions.
    const covariance = [0, 1, 2, 3].map((p) => [0, 1, 2, 3].map((q) => (p === 0 && q === 0 ? 0.04 : 0)));
    const { residuals } = validate(fittedExample(covariance), [
      row('throughput', 'driver-domain', 1, { standardDeviation: 0 }),
    ]);
    const at = (factor: number) =>
      predict(
        {
          ...model,
          stages: {
            ...model.stages,
            'netback-receive': {
              ...model.stages['netback-receive'],
              cycles: model.stages['netback-receive'].cycles * factor,
            },
          },
        },
        { topology, placement: 'driver-domain' },
      ).throughput;
    const gradient = Math.log(at(Math.exp(1e-3)) / at(1)) / 1e-3;
    // Student's t at 0.975 for 40 degrees of freedom: 2.0211 (any table). No spread is given, so 1 % is the least.
    const half = 2.0211 * Math.sqrt(0.04 * gradient ** 2 + 0.02 ** 2 + 0.01 ** 2);
    expect(Math.log(residuals[0].upper / residuals[0].predicted)).toBeCloseTo(half, 4);
    expect(Math.log(residuals[0].predicted / residuals[0].lower)).toBeCloseTo(half, 4);
  });

  it('checks bounds on all data, or on every placement, cell or metric', () => {
    const rows = [
      row('throughput', 'none', 1.01),
      row('throughput', 'driver-domain', 1.2),
      row('utilization', 'driver-domain', 0.9),
    ];
    const bounds = { median: 0.1, p90: 0.2, utilization: 0.2, coverage: 0.3 };
    const all = validate(model, rows, { bounds });
    expect(all.bounds.map(({ bound, met }) => [bound, met])).toEqual([
      ['median', true],
      ['p90', true],
      ['utilization', true],
      ['coverage', true],
    ]);
    const each = validate(model, rows, { bounds: { median: 0.1 }, by: 'placement' });
    expect(each.bounds.map(({ group, met }) => [group, met])).toEqual([
      ['none', true],
      ['driver-domain', false],
    ]);
    expect(each.passed).toBe(false);
    const cells = validate(model, rows, { bounds: { median: 0.1 }, by: 'cell' });
    expect(cells.bounds.map(({ group }) => group)).toEqual(['none, 1448 B', 'driver-domain, 1448 B']);
    const metrics = validate(model, rows, { bounds: { utilization: 0.01 }, by: 'metric' });
    expect(metrics.bounds).toMatchObject([{ group: 'utilization', met: false }]);
  });

  it('counts a bound that nothing can check as missed', () => {
    const { bounds, passed } = validate(model, [row('throughput', 'none', 1)], {
      bounds: { utilization: 0.05 },
    });
    expect(bounds).toEqual([{ bound: 'utilization', group: '', limit: 0.05, found: null, met: false }]);
    expect(passed).toBe(false);
  });

  it('warns of data that the fit has seen, and of metrics that it has not', () => {
    const truth: PathModel = fittedExample();
    const runs = syntheticRuns(truth, {
      topology,
      placements: ['none', 'driver-domain'],
      batches: [4, 32],
      replicates: 2,
      noise: labNoise,
      seed: 5,
    });
    const fitted = fitModel(truth, runs, { free: ['stages.netback-receive.cycles'] });
    const codes = (rows: readonly Observation[]) =>
      validate(fitted.model, rows).warnings.map(({ code }) => code);
    expect(codes(runs)).toContain('seen-data');
    expect(codes([...runs].reverse())).toContain('seen-data');
    const [first] = runs;
    expect(codes([first])).toContain('seen-data');
    expect(codes([{ ...first, origin: { file: 'other.csv', line: 2 } }])).not.toContain('seen-data');
    expect(codes([row('packet_rate', 'none', 1)])).toContain('unseen-metric');
  });

  it('covers 95 % of new runs of a true model', () => {
    const runs = (seed: number, batches: readonly number[]) =>
      syntheticRuns(model, {
        topology,
        placements: ['none', 'driver-domain'],
        batches,
        replicates: 3,
        noise: labNoise,
        seed,
      });
    const fitted = fitModel(model, runs(1, [2, 8, 32, 128]), {
      free: ['stages.netback-receive.cycles', 'contexts.driver-domain.footprintLines'],
      loss: 'squares',
    });
    const { coverage, measurements } = validate(fitted.model, runs(2, [3, 5, 12, 20, 48, 90]));
    expect(measurements).toBeGreaterThan(80);
    // 95 % of 90: 88 % is three standard errors below.
    expect(coverage).toBeGreaterThan(0.88);
  });

  it('does not depend on the order of rows, and wider knowledge of numbers covers no more', () => {
    const factor = fc.double({ min: 0.7, max: 1.4, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(factor, { minLength: 2, maxLength: 5 }),
        fc.double({ min: 1, max: 20, noNaN: true }),
        (factors, wider) => {
          const rows = factors.map((one, i) =>
            row('throughput', i % 2 === 0 ? 'none' : 'driver-domain', one, {
              message: 100 * (i + 1),
              value: 1e9 * one,
            }),
          );
          const answer = validate(model, rows);
          expect(validate(model, [...rows].reverse()).errors).toEqual(answer.errors);
          const vague = fittedExample(
            model.fit!.covariance.map((line) => line.map((value) => wider * value)),
          );
          expect(validate(vague, rows).coverage).toBeGreaterThanOrEqual(answer.coverage);
          for (const { lower, predicted, upper } of answer.residuals) {
            expect(lower).toBeLessThan(predicted);
            expect(upper).toBeGreaterThan(predicted);
          }
          expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
        },
      ),
      { numRuns: 15 },
    );
  });

  it.each([
    [{ ...model, fit: undefined }, [row('throughput', 'none', 1)], {}, 'model.fit'],
    [model, [], {}, 'observations'],
    [model, [row('throughput', 'none', 1, { placement: 'nowhere' })], {}, 'placement'],
    [model, [row('throughput', 'none', 1)], { bounds: { median: -1 } }, 'options.bounds.median'],
    [model, [row('throughput', 'none', 1)], { bounds: { coverage: 2 } }, 'options.bounds.coverage'],
    [model, [row('throughput', 'none', 1)], { bounds: { mean: 1 } }, 'options.bounds.mean'],
    [model, [row('throughput', 'none', 1)], { by: 'day' }, 'options.by'],
  ])('refuses bad input %#', (given, rows, options, path) => {
    expect(() => validate(given as PathModel, rows, options as never)).toThrow(
      expect.objectContaining({ path }),
    );
  });
});
