import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathModel, predict, withValues, xenPv } from '../../src';
import { type FitOptions, fit as fitted, type Observation } from '../../src/fit';
import { readModel, writeModel } from '../../src/formats';
import { refuses } from './errors';
import { labNoise, type SyntheticRuns, syntheticRuns } from './synthetic-runs';

const model = pathModel(xenPv);
const lab: SyntheticRuns = {
  topology: 'inter-node-receive',
  placements: ['none', 'driver-domain', 'driver-domain-other-socket'],
  batches: [1, 4, 16],
  replicates: 3,
  noise: labNoise,
  seed: 11,
};
const quiet: SyntheticRuns['noise'] = Object.fromEntries(
  Object.keys(labNoise).map((metric) => [metric, { run: 0, model: 0 }]),
);
const options: FitOptions = {
  free: ['machine.latency.remotePeer', 'mechanisms.event-channel.switchCycles'],
  tied: {
    guest: ['stages.tcp-*.cycles', 'stages.netfront-*.cycles', 'stages.copy-to-user.cycles'],
    driver: ['stages.netback-*.cycles', 'stages.bridge-*.cycles', 'stages.nic-*.cycles'],
    footprint: ['contexts.*.footprintLines'],
  },
  starts: 1,
};
const truth = withValues(model, {
  'machine.latency.remotePeer': 400,
  'mechanisms.event-channel.switchCycles': 2500,
  'contexts.driver-domain.footprintLines': 1500,
  'contexts.receiving-guest.footprintLines': 1250,
  'contexts.sending-guest.footprintLines': 1250,
  'contexts.hypervisor.footprintLines': 312.5,
});
const runs = syntheticRuns(truth, lab);
const result = fitted(model, runs, options);

describe('fit', () => {
  it('finds the numbers that made data without noise', () => {
    const {
      parameters,
      converged,
      errors,
      model: found,
    } = fitted(model, syntheticRuns(truth, { ...lab, noise: quiet }), {
      ...options,
      priors: false,
      loss: 'squares',
    });
    expect(converged).toBe(true);
    expect(parameters.footprint.estimate).toBeCloseTo(1.25, 3);
    expect(parameters['machine.latency.remotePeer'].estimate / 400).toBeCloseTo(1, 2);
    expect(parameters['mechanisms.event-channel.switchCycles'].estimate / 2500).toBeCloseTo(1, 2);
    expect(found.contexts['driver-domain'].footprintLines / 1500).toBeCloseTo(1, 3);
    for (const { largest } of errors) expect(largest).toBeLessThan(1e-3);
  });

  it('finds them within four standard errors in noisy data', () => {
    const { parameters } = result;
    for (const [name, value] of [
      ['footprint', 1.25],
      ['guest', 1],
      ['driver', 1],
      ['machine.latency.remotePeer', 400],
      ['mechanisms.event-channel.switchCycles', 2500],
    ] as const) {
      const { estimate, standardError, lower, upper } = parameters[name];
      expect(Math.abs(Math.log(estimate / value))).toBeLessThan(4 * standardError!);
      expect(lower!).toBeLessThan(estimate);
      expect(upper!).toBeGreaterThan(estimate);
    }
  });

  it('changes nothing but what is free, and keeps ranges and names', () => {
    const { model: found } = result;
    expect(found.fit!.parameters).toContain('contexts.hypervisor.footprintLines');
    expect(found.stages['grant-copy']).toEqual(model.stages['grant-copy']);
    expect(found.parameters).toEqual(model.parameters);
    expect(found.contexts.hypervisor.footprintLines).toBeCloseTo(
      250 * result.parameters.footprint.estimate,
      9,
    );
  });

  it('is a plain frozen object that survives JSON, and the same each time', () => {
    expect(Object.isFrozen(result.residuals[0])).toBe(true);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(JSON.stringify(fitted(model, runs, options))).toBe(JSON.stringify(result));
  });

  it('gives a model file that reads back as it is', async () => {
    expect(await readModel(writeModel(result.model))).toEqual(result.model);
  });

  it('says of each row what the model with the estimates predicts', () => {
    for (const {
      placement,
      predicted,
      measured,
      residual,
      standardized,
      lower,
      upper,
    } of result.residuals.filter(({ metric }) => metric === 'throughput')) {
      expect(residual).toBeCloseTo(Math.log(measured / predicted), 9);
      expect(Math.sign(standardized)).toBe(Math.sign(residual));
      expect(lower).toBeLessThan(predicted);
      expect(upper).toBeGreaterThan(predicted);
      const all = lab.batches.map(
        (batch) => predict(result.model, { topology: lab.topology, placement, batch }).throughput,
      );
      expect(Math.min(...all.map((value) => Math.abs(value / predicted - 1)))).toBeLessThan(1e-9);
    }
  });

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(runs, { minLength: runs.length }), (shuffled) => {
        const other = fitted(model, shuffled, options);
        expect(other.model.fit!.data.fingerprint).toBe(result.model.fit!.data.fingerprint);
        for (const [name, { estimate, standardError }] of Object.entries(result.parameters)) {
          // Searches end within a hundredth of a standard error.
          expect(Math.abs(Math.log(other.parameters[name].estimate / estimate))).toBeLessThan(
            0.05 * standardError!,
          );
        }
      }),
      { numRuns: 3 },
    );
  });

  it('scales a cost with all measured cycles and times', () => {
    // A clock twice as fast with twice the cycles gives the same rates: what is measured in cycles doubles.
    const doubled = runs
      .filter(({ metric }) => metric === 'cycles_per_packet')
      .map((row) => ({ ...row, value: row.value * 1.5 }));
    const plain = runs.filter(({ metric }) => metric === 'cycles_per_packet');
    const factor = (rows: readonly Observation[]) =>
      fitted(model, rows, {
        tied: { all: ['stages.*.cycles'] },
        free: ['stages.grant-copy.cyclesPerByte'],
        starts: 1,
      }).parameters.all.estimate;
    expect(factor(doubled)).toBeGreaterThan(1.3 * factor(plain));
  });

  it('narrows intervals with more settings, and widens them with more noise', () => {
    const error = (given: Partial<SyntheticRuns>) =>
      fitted(model, syntheticRuns(truth, { ...lab, ...given }), options).parameters.driver.standardError!;
    expect(error({ batches: [1, 2, 4, 8, 16, 32] })).toBeLessThan(error({}));
    const loud = Object.fromEntries(
      Object.entries(labNoise).map(([metric, { run, model: missed }]) => [
        metric,
        { run, model: 4 * missed },
      ]),
    );
    expect(error({ noise: loud })).toBeGreaterThan(2 * error({}));
  });

  it('finds the noise between repetitions and the model error apart', () => {
    const { modelError, replicateError } = fitted(
      model,
      syntheticRuns(truth, { ...lab, batches: [1, 2, 3, 4, 6, 8, 12, 16], seed: 5 }),
      options,
    );
    expect(replicateError.cycles_per_packet).toBeGreaterThan(0.017);
    expect(replicateError.cycles_per_packet).toBeLessThan(0.023);
    expect(modelError.cycles_per_packet).toBeGreaterThan(0.014);
    expect(modelError.cycles_per_packet).toBeLessThan(0.026);
  });

  it('is not moved by an outlier as squares are', () => {
    const spoiled = runs.map((row, i) =>
      row.metric === 'throughput' && i < 3 ? { ...row, value: row.value * 2.5 } : row,
    );
    const shift = (loss: 'soft-l1' | 'squares') => {
      const before = fitted(model, runs, { ...options, loss }).parameters.driver.estimate;
      return Math.abs(
        Math.log(fitted(model, spoiled, { ...options, loss }).parameters.driver.estimate / before),
      );
    };
    expect(shift('soft-l1')).toBeLessThan(0.02);
    const { residuals } = fitted(model, spoiled, options);
    expect(Math.min(...residuals.map(({ weight }) => weight))).toBeLessThan(0.3);
  });

  it('lets a covariate that names a number of the model stand for that run', () => {
    const rows = runs.map((row) => ({
      ...row,
      covariates: { ...row.covariates, 'machine.latency.remotePeer': 400, vcpus: 2, note: 'x' },
    }));
    const { unobserved, warnings } = fitted(model, rows, options);
    expect(unobserved).toEqual(['machine.latency.remotePeer']);
    expect(warnings.map(({ code }) => code)).toContain('unobserved-parameter');
  });

  it('takes what the rows leave out from the scenario', () => {
    const bare = runs
      .filter(({ placement }) => placement === 'none')
      .map((row) => ({ ...row, topology: '', placement: '' }));
    const scenario = { topology: lab.topology, placement: 'none' };
    expect(fitted(model, bare, { ...options, scenario }).statistics.settings).toBe(3);
  });
});

describe('options of a fit', () => {
  it.each([
    [{ frei: [] }, 'invalid-shape', 'options.frei'],
    [{ free: ['stages.none.cycles'] }, 'unknown-name', 'free[0]'],
    [{ free: 'all' }, 'invalid-shape', 'free'],
    [{ fixed: ['nothing'] }, 'unknown-name', 'fixed[0]'],
    [{ free: [], tied: {} }, 'invalid-shape', 'free'],
    [{ tied: { a: ['stages.*.cycles'], b: ['stages.nic-*.cycles'] } }, 'invalid-value', 'tied.b'],
    [{ loss: 'huber' }, 'invalid-value', 'options.loss'],
    [{ starts: 0 }, 'invalid-value', 'options.starts'],
    [{ seed: 1.5 }, 'invalid-value', 'options.seed'],
    [{ modelError: 0 }, 'invalid-value', 'options.modelError'],
    [{ ladder: 'yes' }, 'invalid-value', 'options.ladder'],
    [{ leaveOut: 'row' }, 'invalid-value', 'options.leaveOut'],
    [{ ...options, profiles: ['none'] }, 'unknown-name', 'options.profiles[0]'],
    [
      { free: ['machine.latency.remotePeer'], priors: false, bootstrap: -1 },
      'invalid-value',
      'options.bootstrap',
    ],
  ] as [FitOptions, string, string][])('refuses %j', (given, code, path) => {
    refuses(() => fitted(model, runs, given), code, path);
  });

  it('stops when asked to', () => {
    refuses(() => fitted(model, runs, { ...options, signal: { aborted: true } }), 'aborted', 'signal');
  });
});
