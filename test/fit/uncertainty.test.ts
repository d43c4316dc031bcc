import { describe, expect, it } from 'vitest';
import { pathModel, xenPv } from '../../src';
import { bootstrapFit, type FitOptions, fit as fitted, summarizeBootstrap } from '../../src/fit';
import { refuses } from './errors';
import { isAliased, recovered, studyOptions, type Trial, trials } from './recovery-study';
import { labNoise, type SyntheticRuns, syntheticRuns } from './synthetic-runs';

const model = pathModel(xenPv);
const lab: SyntheticRuns = {
  topology: 'inter-node-receive',
  placements: ['none', 'driver-domain', 'driver-domain-other-socket'],
  batches: [1, 4, 16],
  replicates: 3,
  noise: labNoise,
  seed: 6,
};
const runs = syntheticRuns(model, lab);
const options: FitOptions = { ...studyOptions, starts: 1 };

describe('recovery of known parameters (all of it: npm run recovery)', () => {
  const done: Trial[] = [...trials(12)];

  it('covers the truth about as often as it says', () => {
    const rows = recovered(done);
    const all = rows.reduce((sum, { identifiable }) => sum + identifiable, 0);
    const covered = rows.reduce((sum, row) => sum + row.covered, 0);
    expect(all).toBeGreaterThan(60);
    // Of some 80 intervals of 95 %, fewer than 65 would hold the truth once in a thousand studies.
    expect(covered / all).toBeGreaterThan(0.85);
    for (const { bias, standardError } of rows) expect(Math.abs(bias)).toBeLessThan(1.5 * standardError);
  });

  it('reports aliased parameters as a product, not as two confident numbers', () => {
    for (const trial of trials(4, 'aliased')) {
      expect(isAliased(trial)).toBe(true);
      const { fused, parameters, warnings } = trial.result;
      expect(warnings.map(({ code }) => code)).toContain('aliased-parameters');
      const [{ determined, name }] = fused;
      expect(parameters.activation.fused).toBe(name);
      // The product is known better than either of its factors.
      const { standardError } = determined[0];
      expect(standardError).toBeLessThan(parameters.activation.standardError!);
    }
  });
});

describe('left-out data', () => {
  it('are predicted without themselves, and it is said where nothing else tells of their terms', () => {
    const { leaveOut, errors } = fitted(model, runs, { ...options, leaveOut: 'placement' });
    expect(leaveOut!.groups.map(({ group }) => group)).toEqual(lab.placements);
    const byName = Object.fromEntries(leaveOut!.groups.map((group) => [group.group, group]));
    // Reload and switches happen on the shared core alone; transfer across sockets says what it is within one.
    expect(byName.none.observedElsewhere).toBe(false);
    expect(byName['driver-domain'].observedElsewhere).toBe(true);
    expect(leaveOut!.residuals).toHaveLength(fitted(model, runs, options).residuals.length);
    const of = (list: typeof errors, metric: string) => list.find((one) => one.metric === metric)!;
    expect(of(leaveOut!.errors, 'throughput').median).toBeLessThan(0.05);
  });

  it('can be cells, configurations or groups of any kind', () => {
    const groupsOf = (leaveOut: FitOptions['leaveOut']) =>
      fitted(model, runs, { ...options, leaveOut }).leaveOut!.groups.length;
    expect(groupsOf('cell')).toBe(3);
    expect(groupsOf('configuration')).toBe(9);
    expect(groupsOf(({ covariates }) => String(covariates.batch))).toBe(3);
    expect(groupsOf(() => 'all')).toBe(0);
  });
});

describe('bootstrapFit', () => {
  it('agrees with the standard errors of the fit', () => {
    const { parameters } = fitted(model, runs, options);
    const names = Object.keys(parameters);
    const { estimates, failed } = bootstrapFit(model, runs, {
      kind: 'parametric',
      replicates: 80,
      fit: options,
    });
    expect(failed).toBe(0);
    names.forEach((name, p) => {
      const { estimate, standardError } = parameters[name];
      const spread = estimates[p].standardError! / estimate;
      // The standard deviation of 80 samples is itself good to 8 %.
      expect(spread / standardError!).toBeGreaterThan(0.6);
      expect(spread / standardError!).toBeLessThan(1.5);
    });
  });

  it('gives in slices what it gives in one', () => {
    const slice = (first: number, replicates: number) =>
      bootstrapFit(model, runs, { first, replicates, seed: 9, fit: options }).samples;
    const whole = bootstrapFit(model, runs, { replicates: 6, seed: 9, fit: options });
    const together = [...slice(0, 2), ...slice(2, 4)];
    expect(together).toEqual(whole.samples);
    expect(summarizeBootstrap(together).estimates).toEqual(whole.estimates);
    expect(fitted(model, runs, { ...options, bootstrap: 6, seed: 9 }).bootstrap!.samples).toEqual(
      whole.samples,
    );
  });

  it('refuses what it does not know', () => {
    refuses(() => bootstrapFit(model, runs, { times: 3 } as never), 'invalid-shape', 'options.times');
    refuses(() => bootstrapFit(model, runs, { kind: 'jackknife' as never }), 'invalid-value', 'options.kind');
  });
});

describe('profiles of a fit', () => {
  it('meet the intervals of parameters that are well determined', () => {
    const { profiles, parameters } = fitted(model, runs, { ...options, profiles: ['driver', 'footprint'] });
    for (const [name, { lower, upper, converged }] of Object.entries(profiles)) {
      expect(converged).toBe(true);
      const width = Math.log(parameters[name].upper! / parameters[name].lower!);
      expect(Math.abs(lower! / parameters[name].lower! - 1)).toBeLessThan(0.1 * width);
      expect(Math.abs(upper! / parameters[name].upper! - 1)).toBeLessThan(0.1 * width);
    }
  });
});
