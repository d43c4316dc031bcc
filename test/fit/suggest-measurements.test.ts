import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathModel, xenPv } from '../../src';
import { randomStream } from '../../src/common/random-stream';
import { fit as fitModel, type Observation, type Suggestion, suggestMeasurements } from '../../src/fit';
import { fittedExample } from './fitted-example';
import { labNoise, syntheticRuns } from './synthetic-runs';

const topology = 'inter-node-receive';
const answer = { metric: 'throughput', topology, placement: 'driver-domain', message: 8192 } as const;
const replicates = 3;

const runs = syntheticRuns(pathModel(xenPv), {
  topology,
  placements: ['none'],
  batches: [2, 8, 32, 128],
  replicates,
  noise: { throughput: labNoise.throughput!, utilization: labNoise.utilization! },
  seed: 11,
});
const settings = {
  free: [
    'stages.netback-receive.cycles',
    'stages.tcp-receive.cycles',
    'contexts.driver-domain.footprintLines',
    'mechanisms.event-channel.sourceCycles',
  ],
  loss: 'squares',
  starts: 1,
} as const;
const fitted = fitModel(xenPv, runs, settings);

/** The measurement as it is expected, with the scatter between runs that the fit found. */
function measured(one: Suggestion): Observation[] {
  const spread = fitted.replicateError[one.metric] * Math.sqrt(1.5);
  return [-1, 0, 1].map((side, i) => ({
    configuration: '',
    topology: one.topology,
    placement: one.placement,
    message: one.message,
    window: one.window,
    replicate: String(i),
    metric: one.metric,
    subject: one.subject,
    ...(one.level ? { level: one.level } : {}),
    value: one.predicted * Math.exp((side * spread * Math.sqrt(2)) / Math.sqrt(3)),
    unit: '',
    origin: { file: 'next.csv', line: i + 2 },
    covariates: {},
  }));
}

/** Standard error of the answer after a fit with the measurement. */
function achieved(one: Suggestion): number {
  const again = fitModel(xenPv, [...runs, ...measured(one)], settings);
  return suggestMeasurements(again.model, { answer, count: 1, messages: [64] }).answer.standardError;
}

describe('suggestMeasurements', () => {
  const options = { answer, metrics: ['throughput', 'utilization'], count: 1000, replicates } as const;
  const { suggestions, answer: now, candidates } = suggestMeasurements(fitted.model, options);

  it('promises what a fit with the measurement achieves', () => {
    expect(candidates).toBeGreaterThan(100);
    for (const one of [suggestions[0], suggestions[3], suggestions[suggestions.length >> 1]]) {
      const ratio = achieved(one) / now.standardError;
      // The added point also changes the estimate of the model error a little.
      expect(Math.abs(ratio - (1 - one.shrinkage))).toBeLessThan(0.05);
    }
    expect(suggestions[0].shrinkage).toBeGreaterThan(0.1);
  });

  it('ranks so that the first is better than what chance takes', () => {
    const random = randomStream(7);
    const chance = Array.from(
      { length: 5 },
      () => suggestions[1 + Math.floor(random.uniform() * (suggestions.length - 1))],
    );
    const best = achieved(suggestions[0]);
    const others = chance.map(achieved);
    for (const other of others) expect(best).toBeLessThan(1.02 * other);
    const mean = others.reduce((sum, value) => sum + value, 0) / others.length;
    expect(now.standardError - best).toBeGreaterThan(1.5 * (now.standardError - mean));
  });

  it('suggests neither the setting of the answer nor what has been measured', () => {
    expect(
      suggestions.some(
        (one) =>
          one.placement === 'driver-domain' &&
          one.message === 8192 &&
          one.topology === topology &&
          one.window === 64,
      ),
    ).toBe(false);
    const [first] = suggestions;
    const next = suggestMeasurements(fitted.model, { ...options, measured: measured(first) });
    expect(next.candidates).toBe(candidates - 1);
  });

  it('tells runs apart by what their covariates change', () => {
    const [first] = suggestions;
    const left = (covariates: Observation['covariates']) =>
      suggestMeasurements(fitted.model, {
        ...options,
        measured: measured(first).map((row) => ({ ...row, covariates })),
      }).candidates;
    const { clock } = fitted.model.machine;
    expect(left({ 'machine.clock': clock, 'traffic.kind': 'stream', rack: 'b' })).toBe(candidates - 1);
    expect(left({ 'machine.clock': 1.1 * clock })).toBe(candidates);
    expect(left({ 'traffic.guests': 2 })).toBe(candidates);
    expect(left({ batch: fitted.model.batch })).toBe(candidates - 1);
    expect(left({ batch: 3 })).toBe(candidates);
  });

  it('measures a number of the model by what depends on it', () => {
    const parameter = 'contexts.driver-domain.footprintLines';
    const one = suggestMeasurements(fitted.model, {
      answer: { parameter },
      messages: [1448],
      windows: [64],
      count: 3,
    });
    expect(one.answer.what).toBe(parameter);
    expect(one.answer.estimate).toBe(fitted.parameters[parameter].estimate);
    expect(one.answer.standardError).toBeCloseTo(fitted.parameters[parameter].standardError!, 5);
    expect(one.answer.upper).toBeCloseTo(fitted.parameters[parameter].upper!, 0);
    expect(one.suggestions.length).toBe(3);
  });

  it('passes over settings that the model does not have', () => {
    const model = fittedExample();
    const partial = pathModel({
      ...model,
      placements: {
        ...model.placements,
        'guest-alone': { description: '', assign: {}, topologies: {}, polls: [] },
      },
    });
    const grid = { answer, topologies: [topology], messages: [64], windows: [64] };
    const expected = suggestMeasurements(model, grid);
    expect(suggestMeasurements(partial, grid).suggestions).toEqual(expected.suggestions);
    expect(expected.suggestions.length).toBeGreaterThan(0);
  });

  it('says so when there is nothing to learn', () => {
    const none = fittedExample([0, 1, 2, 3].map(() => [0, 0, 0, 0]));
    const { suggestions: list, warnings } = suggestMeasurements(none, {
      answer,
      messages: [64],
      windows: [64],
    });
    expect(list).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'nothing-to-learn' }]);
  });

  it('keeps to the rules of variances', () => {
    const entry = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    const root = fc.array(fc.array(entry, { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        root,
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom('none', 'driver-domain'),
        (rows, count, placement) => {
          const covariance = rows.map((a, p) =>
            rows.map((b, q) => a.reduce((sum, value, k) => sum + value * b[k], p === q ? 1e-6 : 0)),
          );
          const model = fittedExample(covariance);
          const grid = {
            answer: { ...answer, placement },
            messages: [512],
            windows: [16],
            topologies: [topology],
          };
          const few = suggestMeasurements(model, { ...grid, replicates: count });
          const many = suggestMeasurements(model, { ...grid, replicates: count + 5 });
          expect(JSON.parse(JSON.stringify(few))).toEqual(few);
          few.suggestions.forEach((one, i) => {
            expect(one.shrinkage).toBeGreaterThan(0);
            expect(one.shrinkage).toBeLessThanOrEqual(1);
            expect(one.standardError).toBeLessThanOrEqual(few.answer.standardError);
            expect(one.lower).toBeGreaterThanOrEqual(few.answer.lower);
            expect(one.upper).toBeLessThanOrEqual(few.answer.upper);
            if (i > 0) expect(one.shrinkage).toBeLessThanOrEqual(few.suggestions[i - 1].shrinkage);
            // More repetitions never tell less.
            expect(many.suggestions[i].shrinkage).toBeGreaterThanOrEqual(one.shrinkage - 1e-12);
          });
        },
      ),
      { numRuns: 10 },
    );
  });

  it.each([
    [{}, 'options.answer'],
    [{ answer: { metric: 'speed' } }, 'options.answer.metric'],
    [{ answer: { parameter: 'stages.nothing.cycles' } }, 'options.answer.parameter'],
    [{ answer: { parameter: 'machine.latency.peer', metric: 'throughput' } }, 'options.answer'],
    [{ answer: { metric: 'utilization', subject: 'no-core' } }, 'options.answer.subject'],
    [{ answer: { metric: 'latency_p99' } }, 'options.answer.metric'],
    [{ answer, placements: ['nowhere'] }, 'options.placements'],
    [{ answer, messages: [] }, 'options.messages'],
    [{ answer, replicates: 0 }, 'options.replicates'],
    [{ answer, metrics: ['speed'] }, 'options.metrics'],
    [{ answer, colour: 1 }, 'options.colour'],
  ])('refuses bad input %#', (options, path) => {
    expect(() => suggestMeasurements(fittedExample(), options as never)).toThrow(
      expect.objectContaining({ path }),
    );
  });

  it('refuses a model without a fit', () => {
    expect(() => suggestMeasurements(xenPv, { answer })).toThrow(/fit it to measurements first/);
  });
});
