import { describe, expect, it } from 'vitest';
import { pathModel, SidecoreError, xenPv } from '../../src';
import { type FitOptions, fit as fitted, type Observation } from '../../src/fit';
import { refuses } from './errors';
import { labNoise, type SyntheticRuns, syntheticRuns } from './synthetic-runs';

const model = pathModel(xenPv);
const lab: SyntheticRuns = {
  topology: 'inter-node-receive',
  placements: ['none', 'driver-domain'],
  batches: [2, 8, 32],
  replicates: 3,
  noise: labNoise,
  seed: 3,
};
const runs = syntheticRuns(model, lab);
const options: FitOptions = {
  tied: { guest: ['stages.tcp-*.cycles'], driver: ['stages.netback-*.cycles', 'stages.bridge-*.cycles'] },
  free: ['mechanisms.event-channel.switchCycles'],
  starts: 1,
};
const codesOf = (rows: readonly Observation[], given = options) => [
  ...new Set(fitted(model, rows, given).warnings.map(({ code }) => code)),
];
const change = (matches: (row: Observation) => boolean, how: Partial<Observation>) =>
  runs.map((row) => (matches(row) ? { ...row, ...how } : row));
const first = (metric: string, from: readonly Observation[] = runs) =>
  from.findIndex((row) => row.metric === metric);

function located(run: () => unknown): { code: string; location: string; message: string } {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SidecoreError);
    const { code, location, message } = error as SidecoreError;
    return { code, location, message };
  }
  throw new Error('nothing was refused');
}

describe('bad data', () => {
  it('of good data nothing is said but what is so', () => {
    expect(codesOf(runs).filter((code) => code !== 'utilization-above-100')).toEqual([]);
  });

  it('names one placement only', () => {
    expect(codesOf(syntheticRuns(model, { ...lab, placements: ['none'] }))).toContain('one-placement');
  });

  it('names a counter that never counted, and goes on', () => {
    const rows = change((row) => row.level === 'l2', { value: 0 });
    const { warnings, excluded } = fitted(model, rows, options);
    const codes = warnings.map(({ code }) => code);
    expect(codes).toContain('all-zero-counter');
    expect(codes).toContain('zero-observation');
    expect(excluded.filter(({ code }) => code === 'zero-observation')).toHaveLength(
      rows.filter(({ level }) => level === 'l2').length,
    );
  });

  it('names a metric that never changes', () => {
    expect(codesOf(change((row) => row.metric === 'throughput', { value: 2e9 }))).toContain(
      'constant-metric',
    );
  });

  it('names a unit slip of one row with its place, and leaves it out', () => {
    const at = first('throughput') + 1;
    const rows = runs.map((row, i) => (i === at ? { ...row, value: row.value * 1000 } : row));
    const { warnings, excluded } = fitted(model, rows, options);
    const slip = warnings.find(({ code }) => code === 'unit-slip');
    expect(slip!.path).toBe(`synthetic.csv:${runs[at].origin.line}`);
    expect(slip!.message).toContain('about 1000 times');
    expect(excluded).toEqual([{ code: 'unit-slip', metric: 'throughput', origin: runs[at].origin }]);
  });

  it('names a unit slip of a whole column', () => {
    const rows = runs.map((row) => (row.metric === 'throughput' ? { ...row, value: row.value / 1000 } : row));
    const slip = fitted(model, rows, options).warnings.find(({ code }) => code === 'unit-slip');
    expect([slip!.path, slip!.message]).toEqual(['throughput', expect.stringContaining('1e-3')]);
  });

  it('names rows that stand there twice, replicates that contradict each other, cores beyond 100 %', () => {
    expect(codesOf([...runs, runs[0]])).toContain('possible-duplicate');
    expect(codesOf(change((row) => row === runs[0], { value: runs[0].value * 5 }))).toContain(
      'contradictory-replicates',
    );
    const busy = runs.map((row) => (row.metric === 'utilization' ? { ...row, value: row.value * 100 } : row));
    const { excluded, warnings } = fitted(model, busy, options);
    expect(warnings.map(({ code }) => code)).toContain('utilization-above-100');
    expect(excluded.length).toBe(busy.filter(({ metric }) => metric === 'utilization').length);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 'fast' as unknown as number])(
    'refuses the value %s with file and line',
    (value) => {
      const { code, location } = located(() =>
        fitted(
          model,
          change((row) => row === runs[4], { value }),
          options,
        ),
      );
      expect([code, location]).toEqual(['invalid-value', `synthetic.csv:${runs[4].origin.line}`]);
    },
  );

  it.each([
    [{ placement: 'nowhere' }, 'unknown-name', 'placement'],
    [{ placement: '' }, 'invalid-shape', 'placement'],
    [{ topology: 'x' }, 'unknown-name', 'topology'],
    [{ subject: 'dom7', metric: 'cycles_per_packet' }, 'unknown-name', 'dom7'],
    [{ subject: '', metric: 'misses_per_packet', level: undefined }, 'unknown-name', 'level'],
    [{ covariates: { 'contexts.dom7.footprintLines': 3 } }, 'unknown-name', 'dom7'],
    [{ covariates: { 'machine.clock': 'fast' } }, 'invalid-value', 'machine.clock'],
    [{ covariates: { 'traffic.kind': 'both' } }, 'invalid-value', 'kind'],
    [{ covariates: { batch: 0.5 } }, 'invalid-value', 'batch'],
    [{ message: -1 }, 'invalid-value', 'message'],
  ] as [Partial<Observation>, string, string][])('refuses %j with file and line', (how, code, about) => {
    const error = located(() =>
      fitted(
        model,
        change((row) => row === runs[4], how),
        options,
      ),
    );
    expect([error.code, error.location]).toEqual([code, `synthetic.csv:${runs[4].origin.line}`]);
    expect(error.message).toContain(about);
  });

  it('refuses fewer rows than unknown numbers, and says so where ranges make up for it', () => {
    const few = runs.filter(({ metric }) => metric === 'throughput').slice(0, 6);
    refuses(() => fitted(model, few, { ...options, priors: false }), 'invalid-shape', 'observations');
    expect(codesOf(few)).toContain('few-observations');
  });

  it('refuses nothing at all, and what no parameter matters to', () => {
    refuses(() => fitted(model, [], options), 'invalid-shape', 'observations');
    refuses(() => fitted(model, null as unknown as Observation[], options), 'invalid-shape', 'observations');
    refuses(
      () => fitted(model, runs, { free: ['stages.netfront-transmit.cycles'] }),
      'invalid-shape',
      'options.free',
    );
  });

  it('leaves out, by name, what it cannot predict', () => {
    const rows = [
      { ...runs[0], metric: 'latency_p99' as const, value: 1e-3 },
      { ...runs[0], metric: 'misses_per_packet' as const, level: 'remotePeer' as const, value: 2 },
      { ...runs[0], metric: 'utilization' as const, subject: 'far-core', value: 0.01 },
      ...runs,
    ];
    const { excluded } = fitted(model, rows, options);
    expect(excluded.map(({ code }) => code).sort()).toEqual([
      'predicted-zero',
      'predicted-zero',
      'unpredictable-metric',
    ]);
  });

  it('does not take the 100 % of a polling core for work', () => {
    const polling = pathModel({
      ...model,
      placements: {
        ...model.placements,
        'driver-domain': { ...model.placements['driver-domain'], polls: ['driver-domain'] },
      },
    });
    const rows = change((row) => row.metric === 'utilization' && row.subject === 'side-core', { value: 1 });
    const { excluded } = fitted(polling, rows, options);
    expect(excluded.map(({ code }) => code)).toEqual(Array(9).fill('polling-utilization'));
  });

  it('says what cannot vary by degrees, and what is 0', () => {
    refuses(() => fitted(model, runs, { free: ['traffic.window'] }), 'invalid-shape', 'free');
    const { warnings } = fitted(model, runs, {
      ...options,
      free: [...options.free!, 'machine.directCacheAccess'],
    });
    expect(warnings.find(({ code }) => code === 'not-fitted')!.path).toBe('machine.directCacheAccess');
  });
});
