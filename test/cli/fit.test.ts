import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { pathModel, predict, withValues, xenPv } from '../../src';
import { fit as fitModel, suggestMeasurements, validate } from '../../src/fit';
import { readModel, readObservations, writeObservations } from '../../src/formats';
import { labNoise, syntheticRuns } from '../fit/synthetic-runs';
import { useCli } from './run-cli';
import { useHere } from './run-here';

const here = useHere();
const cli = useCli();
const receive = 'stages.netback-receive.cycles';
const truth = withValues(pathModel(xenPv), { [receive]: 2100 });
const runs = (seed: number, batches: readonly number[]) =>
  writeObservations(
    syntheticRuns(truth, {
      topology: 'inter-node-receive',
      placements: ['none', 'driver-domain'],
      batches,
      replicates: 2,
      noise: labNoise,
      seed,
    }),
  );
const path = (name: string) => join(here.folder, name);
const free = ['--free', `${receive},contexts.driver-domain.footprintLines`];

beforeAll(() => {
  writeFileSync(path('lab.csv'), runs(1, [2, 8, 32]));
  writeFileSync(path('new.csv'), runs(2, [4, 16, 64]));
});

const template = ['--template', 'xen-pv'];

describe('sidecore fit', () => {
  it('writes a model that predict takes and answers with intervals', async () => {
    const fitted = path('fitted.yaml');
    const done = await here.run(['fit', ...template, path('lab.csv'), ...free, '--out', fitted]);
    expect(done.code).toBe(0);
    expect(done.stderr).toContain('wrote');
    for (const word of [
      'parameters',
      'netback-receive',
      'in sample',
      'furthest off',
      'synthetic.csv:',
      'yes:',
    ])
      expect(done.stdout).toContain(word);
    const model = await readModel(readFileSync(fitted, 'utf8'), { file: fitted });
    expect(model.fit?.parameters).toEqual([receive, 'contexts.driver-domain.footprintLines']);
    expect(model.fit?.data.files).toEqual(['synthetic.csv']);
    const { interval, throughput } = predict(model, {
      topology: 'inter-node-receive',
      placement: 'driver-domain',
    });
    expect(interval!.throughput.lower).toBeLessThan(throughput);
    expect(interval!.throughput.upper).toBeGreaterThan(throughput);
    const again = await here.run(['predict', fitted, '--json']);
    expect(JSON.parse(again.stdout).predictions[0].interval).toEqual(
      JSON.parse(JSON.stringify(predict(model, {}).interval)),
    );
    const refused = await here.run(['fit', ...template, path('lab.csv'), ...free, '--out', fitted]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--force');
  });

  it('--json is the answer of fit()', async () => {
    const { stdout, code } = await here.run([
      ...['fit', ...template, path('lab.csv'), ...free, '--leave-out', 'placement', '--bootstrap', '6'],
      ...[
        '--profile',
        receive,
        '--loss',
        'squares',
        '--seed',
        '3',
        '--starts',
        '2',
        '--model-error',
        '4%',
        '--json',
      ],
    ]);
    expect(code).toBe(0);
    const { observations } = readObservations(readFileSync(path('lab.csv'), 'utf8'), {
      file: path('lab.csv'),
    });
    const expected = fitModel(xenPv, observations, {
      free: [receive, 'contexts.driver-domain.footprintLines'],
      leaveOut: 'placement',
      bootstrap: 6,
      profiles: [receive],
      loss: 'squares',
      seed: 3,
      starts: 2,
      modelError: 0.04,
    });
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      command: 'fit',
      fit: JSON.parse(JSON.stringify(expected)),
      suggestions: null,
      problems: [],
    });
    expect(expected.parameters[receive].lower!).toBeLessThan(2100);
    expect(expected.parameters[receive].upper!).toBeGreaterThan(2100);
  });

  it('makes the same bootstrap on two threads as on one', async () => {
    const asked = ['fit', ...template, path('lab.csv'), ...free, '--bootstrap', '17', '--json'];
    const [one, two] = [await here.run(asked), await cli.run([...asked, '--workers', '2'])];
    expect(two.code).toBe(0);
    expect(JSON.parse(two.stdout).fit.bootstrap).toEqual(JSON.parse(one.stdout).fit.bootstrap);
  });

  it('reports what is left out, curved intervals, a ladder and ties', async () => {
    const { stdout, code } = await here.run([
      ...[
        'fit',
        ...template,
        path('lab.csv'),
        ...free,
        '--tie',
        'driver=stages.netback-*.cycles,stages.bridge-*.cycles',
      ],
      ...['--leave-out', 'cell', '--bootstrap', '10', '--profile', 'driver', '--ladder', '--no-priors'],
    ]);
    expect(code).toBe(0);
    for (const word of [
      'common factors',
      'left out, each cell in turn',
      'bootstrap: ',
      'models compared',
      '* M',
      'profile',
    ])
      expect(stdout).toContain(word);
    expect(stdout).not.toMatch(/NaN|undefined|\[object/);
  });

  it('suggests what to measure next, with data or of a fitted model', async () => {
    const answer = 'throughput topology=inter-node-receive placement=driver-domain message=8KiB';
    const candidates = [
      '--candidates',
      'placement=none,driver-domain message=64B,1KiB window=1,64 replicates=5',
    ];
    const fitted = path('for-suggestions.yaml');
    const asked = ['--suggest', '--answer', answer, ...candidates];
    const first = await here.run([
      ...['fit', ...template, path('lab.csv'), ...free, '--out', fitted, ...asked, '--json'],
    ]);
    const { suggestions } = JSON.parse(first.stdout);
    expect(suggestions.suggestions).toHaveLength(10);
    expect(suggestions.replicates).toBe(5);
    const model = await readModel(readFileSync(fitted, 'utf8'));
    const { code, stdout } = await here.run(['fit', fitted, ...asked]);
    expect(code).toBe(0);
    expect(stdout).toContain('next measurement for throughput: inter-node-receive, driver-domain, 8192 B');
    const expected = suggestMeasurements(model, {
      answer: {
        metric: 'throughput',
        topology: 'inter-node-receive',
        placement: 'driver-domain',
        message: 8192,
      },
      placements: ['none', 'driver-domain'],
      messages: [64, 1024],
      windows: [1, 64],
      replicates: 5,
    });
    expect(stdout).toContain(expected.suggestions[0].placement);
    expect(suggestions.answer.standardError).toBeCloseTo(expected.answer.standardError, 4);
  });

  it('draws', async () => {
    const chart = path('fit.vl.json');
    const { code } = await here.run(['fit', ...template, path('lab.csv'), ...free, '--chart', chart]);
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(chart, 'utf8')).description).toContain('Predicted over measured');
  });

  it.each([
    [['fit', ...template, 'nowhere.csv'], 'nowhere.csv'],
    [['fit', 'nowhere.yaml', 'lab.csv'], 'nowhere.yaml'],
    [['fit', ...template, 'LAB', '--free', 'stages.nothing.cycles'], 'stages.nothing.cycles'],
    [['fit', ...template, 'LAB', '--tie', 'all'], '--tie'],
    [['fit', ...template, 'LAB', '--starts', '0'], '--starts'],
    [['fit', ...template, 'LAB', '--bootstrap', 'many'], '--bootstrap'],
    [['fit', ...template, 'LAB', '--leave-out', 'day'], 'placement, cell, configuration'],
    [['fit', ...template, 'LAB', '--suggest'], '--answer'],
    [['fit', ...template, 'LAB', '--suggest', '--answer', 'speed'], '--answer'],
    [['fit', ...template, 'LAB', '--suggest', '--answer', 'throughput on=monday'], '--answer'],
    [
      ['fit', ...template, 'LAB', '--suggest', '--answer', 'throughput', '--candidates', 'day=monday'],
      '--candidates',
    ],
    [['fit', ...template, 'LAB', '--placement', 'nowhere', '--format', 'xls'], '--format'],
    [
      [
        'fit',
        ...template,
        'LAB',
        '--free',
        'stages.netback-receive.cycles',
        '--starts',
        '1',
        '--profile',
        'nothing',
      ],
      'nothing',
    ],
    [['fit', ...template, 'LAB', '--chart', 'x.doc'], 'x.doc'],
    [['fit', 'LAB'], 'LAB'],
    [['validate', 'LAB', 'LAB'], 'LAB'],
    [['validate', 'MODEL', 'LAB', '--median', 'often'], '--median'],
    [['validate', 'MODEL', 'LAB', '--coverage', '200%'], ' --coverage: 2 '],
    [['fit', '--template', 'xen-pv'], 'nothing to fit'],
    [['fit'], 'there is no model'],
    [['fit', '--template', 'xen-pv', 'LAB', '--profile', 'nope'], 'for example'],
    [['validate', 'MODEL'], 'data'],
    [['validate', 'PLAIN', 'LAB'], 'sidecore fit'],
  ])('refuses %j with exit code 2', async (args, named) => {
    await here.run(['init', 'xen-pv', '--out', path('plain.yaml'), '--force']);
    const model = existsSync(path('fitted.yaml')) ? 'fitted.yaml' : 'plain.yaml';
    const files: Record<string, string> = {
      LAB: path('lab.csv'),
      MODEL: path(model),
      PLAIN: path('plain.yaml'),
    };
    const { code, stdout, stderr } = await here.run(args.map((arg) => files[arg] ?? arg));
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(files[named] ?? named);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('docs/cli.md', () => {
  it('names every field of the documents', async () => {
    const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
    const asked = ['--suggest', '--answer', receive, '--candidates', 'message=64B window=64'];
    const fitted = await here.run(['fit', ...template, path('lab.csv'), ...free, ...asked, '--json']);
    const validated = await here.run([
      'validate',
      path('fitted.yaml'),
      path('new.csv'),
      '--median',
      '1',
      '--json',
    ]);
    const { fit, suggestions } = JSON.parse(fitted.stdout);
    const { validation } = JSON.parse(validated.stdout);
    const [parameter] = Object.values<object>(fit.parameters);
    for (const part of [
      fit,
      fit.statistics,
      parameter,
      suggestions,
      suggestions.answer,
      suggestions.suggestions[0],
      validation,
      validation.bounds[0],
      validation.groups[0],
    ])
      for (const field of Object.keys(part)) expect(page).toContain(`\`${field}\``);
  });
});

describe('the exit code', () => {
  it('of a search that does not converge is 3, and no model is written', async () => {
    const rows = syntheticRuns(truth, {
      topology: 'inter-node-receive',
      placements: ['none', 'driver-domain'],
      batches: [2, 8],
      replicates: 1,
      noise: labNoise,
      seed: 1,
    });
    // Measurements that contradict each other a thousandfold, for numbers that hardly matter: searches stall.
    const contradictory = (seed: number) =>
      rows.map((row, i) =>
        row.metric === 'utilization'
          ? row
          : { ...row, value: row.value * Math.exp(8 * Math.sin(seed * i * i)) },
      );
    const free = 'machine.llc.capacity,machine.l2.capacity,contexts.driver-domain.footprintLines';
    const found: boolean[] = [];
    for (const seed of [5, 6, 7, 11]) {
      const out = path(`seed-${seed}.yaml`);
      writeFileSync(path('contradictory.csv'), writeObservations(contradictory(seed)));
      const { code, stdout, stderr } = await here.run([
        ...[
          'fit',
          ...template,
          path('contradictory.csv'),
          '--free',
          free,
          '--no-priors',
          '--loss',
          'squares',
        ],
        ...['--starts', '1', '--json', '--out', out],
      ]);
      const { converged } = JSON.parse(stdout).fit;
      expect(code).toBe(converged ? 0 : 3);
      expect(existsSync(out)).toBe(converged);
      expect(stderr.includes('was not written')).toBe(!converged);
      found.push(converged);
    }
    expect(new Set(found)).toEqual(new Set([true, false]));
  });

  it('is 1 when rows could not be taken, of import, fit and validate alike, and the rest is answered', async () => {
    const lines = readFileSync(path('lab.csv'), 'utf8').trimEnd().split('\n');
    const unit = lines[0].split(',').indexOf('unit');
    const broken = lines.map((line, i) =>
      i > 0 && i % 3 === 0 ? line.split(',').with(unit, 'furlongs').join(',') : line,
    );
    writeFileSync(path('broken.csv'), broken.join('\n'));
    const bad = Math.floor((lines.length - 1) / 3);
    await here.run(['fit', ...template, path('lab.csv'), ...free, '--out', path('whole.yaml')]);
    const imported = await here.run(['import', path('broken.csv'), '--json']);
    const fitted = await here.run(['fit', ...template, path('broken.csv'), ...free, '--json']);
    const held = await here.run(['validate', path('whole.yaml'), path('broken.csv'), '--json']);
    for (const { code, stdout, stderr } of [imported, fitted, held]) {
      expect(code).toBe(1);
      expect(JSON.parse(stdout).problems).toHaveLength(bad);
      expect(stderr).toMatch(/not taken \[[a-z-]+\] .*broken\.csv:\d+/);
    }
    const used = lines.length - 1 - bad;
    expect(JSON.parse(imported.stdout).observations).toHaveLength(used);
    const { fit } = JSON.parse(fitted.stdout);
    expect(fit.statistics.observations + fit.excluded.length).toBe(used);
    expect(JSON.parse(held.stdout).validation.passed).toBe(true);
  });
});

describe('sidecore validate', () => {
  const bounds = ['--median', '8%', '--p90', '15%', '--utilization', '5', '--coverage', '85%'];

  it('holds a fit to new data, and says by its exit code whether the bounds hold', async () => {
    await here.run(['fit', ...template, path('lab.csv'), ...free, '--out', path('fitted.yaml'), '--force']);
    const good = await here.run(['validate', path('fitted.yaml'), path('new.csv'), ...bounds]);
    expect(good.code).toBe(0);
    for (const word of ['all data', 'driver-domain', 'met', 'synthetic.csv:'])
      expect(good.stdout).toContain(word);
    const bad = await here.run(['validate', path('fitted.yaml'), path('new.csv'), '--median', '0.01%']);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('MISSED');
    const seen = await here.run(['validate', path('fitted.yaml'), path('lab.csv')]);
    expect(seen.stdout).toContain('seen-data');
  });

  it('--json is the answer of validate(), and --chart draws it', async () => {
    const chart = path('valid.svg');
    const { stdout } = await here.run([
      ...[
        'validate',
        path('fitted.yaml'),
        path('new.csv'),
        ...bounds,
        '--by',
        'placement',
        '--json',
        '--chart',
        chart,
      ],
    ]);
    const model = await readModel(readFileSync(path('fitted.yaml'), 'utf8'));
    const { observations } = readObservations(readFileSync(path('new.csv'), 'utf8'), {
      file: path('new.csv'),
    });
    const expected = validate(model, observations, {
      bounds: { median: 0.08, p90: 0.15, utilization: 0.05, coverage: 0.85 },
      by: 'placement',
    });
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      command: 'validate',
      validation: JSON.parse(JSON.stringify(expected)),
      problems: [],
    });
    expect(readFileSync(chart, 'utf8')).toContain('95 % intervals');
  });
});
