import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkObservations,
  type Observation,
  type ObservedMetric,
  observedLevels,
  observedMetrics,
  readObservations,
  writeObservations,
} from '../../../src/formats';
import { haveShared, readShared, sharedNote } from '../../shared';
import { codesOf, nameOf } from './samples';

const tidy = (...rows: string[]) => readObservations(['metric,subject,value,unit', ...rows].join('\n'));
const one = (row: string) => tidy(row).observations[0];

describe('readObservations, tidy', () => {
  // Prefixes of the SI; a byte is 8 bits; a percent 1/100.
  it.each<[row: string, value: number]>([
    ['throughput,,5.7,Gbit/s', 5.7e9],
    ['throughput,,5700,Mbps', 5.7e9],
    ['throughput,,1.25,GB/s', 1e10],
    ['throughput,,5.7 Gbit/s,', 5.7e9],
    ['packet_rate,,1240000,packet/s', 1.24e6],
    ['packet_rate,,1.24,Mpps', 1.24e6],
    ['packet_rate,,1240000,1/s', 1.24e6],
    ['message_rate,,15026.3,transactions/s', 15026.3],
    ['message_rate,,15.5,kmsgs/s', 15500],
    ['cycles_per_packet,netback,1.8,kcycles', 1800],
    ['cycles_per_packet,netback,1800,', 1800],
    ['cycles_per_byte,,13.4,cycles/byte', 13.4],
    ['utilization,core0,57,%', 0.57],
    ['utilization,core0,0.57,', 0.57],
    ['batch,,16,packets', 16],
    ['round_trip_time,,30,us', 3e-5],
    ['latency_p99,,2,ms', 2e-3],
    ['loss,,1,%', 0.01],
    ['misses_per_packet,llc,3.5,', 3.5],
  ])('%s is %d', (row, value) => {
    expect(tidy(row).problems).toEqual([]);
    expect(one(row).value).toBe(value);
  });

  it('reads every field of a run, keeps the rest, and the place where it stood', () => {
    const text = [
      '\ufeff# measured on the 3rd',
      'Config;Topology;placement;Message Bytes;window;rep;metric;subject;value;unit;sd;mood;clock',
      'a;intra-node;none;64 KiB;16;2;misses_per_packet;netback:llc;3.5;;0.5;"so;\r\nso";2.6',
      '',
      'a;intra-node;none;;;3;throughput;;5;Gbit/s;100 Mbit/s;;',
    ].join('\r\n');
    const { observations, problems } = readObservations(text, { file: 'lab.csv' });
    expect(problems).toEqual([]);
    expect(observations).toEqual([
      {
        configuration: 'a',
        topology: 'intra-node',
        placement: 'none',
        message: 65536,
        window: 16,
        replicate: '2',
        metric: 'misses_per_packet',
        subject: 'netback',
        level: 'llc',
        value: 3.5,
        unit: '',
        standardDeviation: 0.5,
        origin: { file: 'lab.csv', line: 3 },
        covariates: { mood: 'so;\r\nso', clock: 2.6 },
      },
      {
        configuration: 'a',
        topology: 'intra-node',
        placement: 'none',
        replicate: '3',
        metric: 'throughput',
        subject: '',
        value: 5e9,
        unit: 'Gbit/s',
        standardDeviation: 1e8,
        origin: { file: 'lab.csv', line: 6 },
        covariates: {},
      },
    ]);
    expect(Object.isFrozen(observations[0].covariates)).toBe(true);
  });

  it.each<[name: string, row: string, code: string]>([
    ['a text', 'throughput,,fast,Gbit/s', 'not-a-number'],
    ['NaN', 'throughput,,NaN,Gbit/s', 'not-a-number'],
    ['infinity', 'throughput,,inf,Gbit/s', 'not-a-number'],
    ['more than a double holds', 'throughput,,1e999,Gbit/s', 'not-a-number'],
    ['a decimal comma', 'throughput,,"5,7",Gbit/s', 'not-a-number'],
    ['separators of thousands', 'throughput,,"5,700",Mbit/s', 'not-a-number'],
    ['hexadecimal', 'throughput,,0x10,Mbit/s', 'not-a-number'],
    ['nothing', 'throughput,,,Gbit/s', 'missing-value'],
    ['no unit', 'throughput,,5.7,', 'missing-unit'],
    ['no unit of a rate', 'message_rate,,5.7,', 'missing-unit'],
    ['an unknown unit', 'throughput,,5.7,Gbits', 'unknown-unit'],
    ['the unit of something else', 'throughput,,5.7,ms', 'unknown-unit'],
    ['two units', 'throughput,,5.7 Gbit/s,Mbit/s', 'ambiguous-value'],
    ['percent or share', 'utilization,core0,57,', 'ambiguous-value'],
    ['a negative value', 'throughput,,-5,Gbit/s', 'out-of-range'],
    ['no metric', ',,5.7,Gbit/s', 'missing-value'],
    ['an unknown metric', 'troughput,,5.7,Gbit/s', 'unknown-metric'],
    ['a metric of JavaScript', 'constructor,,5.7,Gbit/s', 'unknown-metric'],
    ['an unknown level', 'misses_per_packet,netback,3,', 'unknown-level'],
    ['one field too many', 'throughput,,5,7,Gbit/s', 'wrong-field-count'],
    ['one field too few', 'throughput,5.7,Gbit/s', 'wrong-field-count'],
    ['an open quote', 'throughput,,"5.7,Gbit/s', 'unreadable-line'],
  ])('%s is a problem with its line, and the other rows are read', (_name, row, code) => {
    const good = 'throughput,,5.7,Gbit/s';
    const { observations, problems } = readObservations(`metric,subject,value,unit\n${good}\n${row}\n`, {
      file: 'f',
    });
    expect(observations).toHaveLength(1);
    expect(problems).toMatchObject([{ code, file: 'f', line: 3 }]);
  });

  it('suggests the metric that was meant', () => {
    expect(tidy('troughput,,5.7,Gbit/s').problems[0].message).toContain('throughput');
  });

  it.each<[field: string, value: string]>([
    ['message_bytes', '-64'],
    ['message_bytes', '0'],
    ['message_bytes', 'large'],
    ['message_bytes', '64 us'],
    ['window', '0'],
    ['window', '64 KiB'],
  ])('a %s of %s is a problem', (field, value) => {
    const { observations, problems } = readObservations(
      `${field},metric,value,unit\n${value},throughput,5,Gbit/s`,
    );
    expect(observations).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  it('leaves out a row that repeats another with its replicate, and says so', () => {
    const row = '1,throughput,5.7,Gbit/s';
    const { observations, problems } = readObservations(
      `replicate,metric,value,unit\n${row}\n${row}\n2,throughput,5.7,Gbit/s`,
    );
    expect(observations.map(({ replicate }) => replicate)).toEqual(['1', '2']);
    expect(problems).toMatchObject([{ code: 'duplicate-row', line: 3 }]);
  });

  it.each<[name: string, text: string, code: string, says: RegExp]>([
    ['no row', '\n\n', 'invalid-syntax', /no row/],
    ['no column "value"', 'metric,valeu\n', 'invalid-shape', /"value"/],
    ['a column twice', 'metric,value,value\n', 'invalid-shape', /two columns/],
    ['two columns for one field', 'metric,value,sd,stddev\n', 'invalid-shape', /both hold/],
  ])('a table with %s is an error with its line', (_name, text, code, says) => {
    expect(() => readObservations(text, { file: 'f' })).toThrow(
      expect.objectContaining({ code, location: 'f:1', message: expect.stringMatching(says) }),
    );
  });

  it.each<[name: string, options: object, path: string]>([
    ['an unknown option', { place: 'none' }, 'options.place'],
    ['a message of 0', { message: 0 }, 'message'],
    ['a placement that is a number', { placement: 1 }, 'placement'],
    ['a covariate that is a list', { covariates: { a: [] } }, 'covariates.a'],
  ])('%s is an error', (_name, options, path) => {
    expect(() => readObservations('metric,value\nbatch,1', options)).toThrow(
      expect.objectContaining({ path }),
    );
  });
});

describe('readObservations, wide', () => {
  const columns = {
    gbps: { metric: 'throughput', unit: 'Gbit/s' },
    busy: { metric: 'utilization', subject: 'core0', unit: '%' },
    rx_llc: { metric: 'misses_per_packet', subject: 'rx:beyondLlc' },
    len: 'message_bytes',
  } as const;

  it('reads each mapped column of each run', () => {
    const { observations, problems, warnings } = readObservations(
      'len,gbps,busy,rx_llc,weather\n64,1.5,90,,sun\n1448,9,x,0.5,rain',
      { columns, placement: 'none', subjects: { core0: 'cpu0' } },
    );
    expect(observations.map((each) => [nameOf(each), each.value, each.message, each.origin.line])).toEqual([
      ['throughput', 1.5e9, 64, 2],
      ['utilization cpu0', 0.9, 64, 2],
      ['throughput', 9e9, 1448, 3],
      ['misses_per_packet rx beyondLlc', 0.5, 1448, 3],
    ]);
    expect(observations[0]).toMatchObject({ placement: 'none', covariates: { weather: 'sun' } });
    expect(problems).toMatchObject([{ code: 'not-a-number', line: 3, column: 'busy' }]);
    expect(warnings).toEqual([]);
  });

  it('says when a mapped column is empty', () => {
    const { warnings } = readObservations('gbps,busy\n1,\n2,', {
      columns: { gbps: columns.gbps, busy: columns.busy },
    });
    expect(codesOf(warnings)).toEqual(['empty-column']);
  });

  it.each<[name: string, map: object, path: string]>([
    ['a column that is not there', { gbsp: { metric: 'throughput' } }, 'columns.gbsp'],
    ['an unknown metric', { gbps: { metric: 'speed' } }, 'columns.gbps'],
    ['an unknown field', { gbps: 'length' }, 'columns.gbps'],
    ['misses without a level', { gbps: { metric: 'misses' } }, 'columns.gbps'],
  ])('%s is an error', (_name, map, path) => {
    expect(() => readObservations('gbps\n1', { columns: map as typeof columns })).toThrow(
      expect.objectContaining({ code: 'invalid-shape', path }),
    );
  });

  it.skipIf(!haveShared)(`reads all of a published table and a measured rig${sharedNote}`, () => {
    const rig = readObservations(readShared('lab/rig.csv'), {
      columns: {
        config: 'configuration',
        rep: 'replicate',
        size: 'message_bytes',
        window: 'window',
        mbytes_per_s: { metric: 'throughput', unit: 'MB/s' },
        msgs_per_s: { metric: 'message_rate', unit: '1/s' },
        d_demand: { metric: 'cycles_per_packet', subject: 'driver' },
      },
    });
    expect(rig.problems).toEqual([]);
    const rows = readShared('lab/rig.csv').trim().split('\n').length - 1;
    expect(new Set(rig.observations.map(({ origin }) => origin.line)).size).toBe(rows);
    const grants = readObservations(readShared('published/xen_persistent_grants_2015.dev.csv'));
    expect(grants.observations.length + grants.problems.length).toBe(
      readShared('published/xen_persistent_grants_2015.dev.csv').trim().split('\n').length - 1,
    );
    expect(grants.observations[0]).toMatchObject({ metric: 'packet_rate', value: 1.24e6, message: 64 });
  });
});

const name = fc.string({ minLength: 1, maxLength: 8 }).map((text) => text.trim().replace(/\0/g, '0') || 'x');
const anyObservation: fc.Arbitrary<Observation> = fc
  .record({
    metric: fc.constantFrom(...(Object.keys(observedMetrics) as ObservedMetric[])),
    level: fc.constantFrom(...observedLevels),
    subject: name.filter((text) => !text.includes(':')),
    value: fc.oneof(
      fc.double({ min: 0, max: 1e15, noNaN: true }),
      fc.constantFrom(0, Number.MIN_VALUE, 1e300),
    ),
    message: fc.option(fc.integer({ min: 1, max: 1e7 }), { nil: undefined }),
    replicate: fc.option(name, { nil: undefined }),
    spread: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
    placement: name,
    mood: fc.oneof(
      name.filter((text) => !/^[-+]?[\d.]/.test(text)),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    ),
    line: fc.integer({ min: 1, max: 1e6 }),
  })
  .map(({ metric, level, message, replicate, spread, mood, line, value, ...rest }) => ({
    configuration: '',
    topology: '',
    ...rest,
    ...(message === undefined ? {} : { message }),
    ...(replicate === undefined ? {} : { replicate }),
    metric,
    ...(metric.startsWith('misses') ? { level } : {}),
    value: value + 0,
    unit: '',
    ...(spread === undefined ? {} : { standardDeviation: spread + 0 }),
    origin: { file: 'a b:c.csv', line },
    covariates: { mood: typeof mood === 'number' ? mood + 0 : mood },
  }));

describe('writeObservations', () => {
  it('gives back what was read, to the last digit', () => {
    const plain = (list: readonly Observation[]) => list.map(({ unit: _, ...rest }) => rest);
    fc.assert(
      fc.property(fc.array(anyObservation, { minLength: 1, maxLength: 6 }), (list) => {
        const shares = list.map((each) =>
          each.metric === 'utilization' || each.metric === 'loss' ? { ...each, value: each.value % 1 } : each,
        );
        const { observations, problems } = readObservations(writeObservations(shares));
        const repeated = problems.every(({ code }) => code === 'duplicate-row');
        expect(repeated, JSON.stringify(problems)).toBe(true);
        if (problems.length === 0) expect(plain(observations)).toEqual(plain(shares));
      }),
    );
  });

  it('refuses a covariate with the name of a column', () => {
    expect(() => writeObservations([{ ...one('batch,,1,'), covariates: { value: 1 } }])).toThrow(
      expect.objectContaining({ code: 'invalid-shape', path: 'covariates.value' }),
    );
  });
});

describe('checkObservations', () => {
  const runs = (...rows: string[]) =>
    readObservations(['placement,message_bytes,replicate,metric,subject,value,unit', ...rows].join('\n'));
  const warned = (...rows: string[]) => codesOf(runs(...rows).warnings);

  it('names a replicate that is a thousand times the others, and only that one', () => {
    const { warnings } = runs(
      'none,64,1,throughput,,5.7,Gbit/s',
      'none,64,2,throughput,,5.6,Gbit/s',
      'none,64,3,throughput,,5.5,Mbit/s',
    );
    expect(warnings).toMatchObject([{ code: 'unit-slip', path: 'observations:4' }]);
  });

  it('finds any slip of a thousand or a million among neighbours, and none without one', () => {
    const value = fc.double({ min: 1, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 4, maxLength: 8 }),
        fc.nat(),
        fc.constantFrom(1e-6, 1e-3, 1, 1e3, 1e6),
        (values, which, factor) => {
          const at = which % values.length;
          const rows = values.map(
            (v, i) => `none,${64 * (i + 1)},,latency,,${v * (i === at ? factor : 1)},ms`,
          );
          expect(runs(...rows).warnings.map(({ code, path }) => [code, path])).toEqual(
            factor === 1 ? [] : [['unit-slip', `observations:${at + 2}`]],
          );
        },
      ),
    );
  });

  it.each<[name: string, rows: string[], codes: string[]]>([
    ['replicates that agree', ['none,64,1,latency,,5,us', 'none,64,2,latency,,6,us'], []],
    [
      'replicates that contradict each other',
      ['none,64,1,latency,,5,us', 'none,64,2,latency,,50,us'],
      ['contradictory-replicates'],
    ],
    ['more than 100 % of a core', ['none,64,1,utilization,core0,130,%'], ['utilization-above-100']],
    ['a little over 100 %, by ticks', ['none,64,1,utilization,core0,101,%'], []],
    [
      'a counter of zeros',
      [1, 2, 3].map((i) => `none,64,${i},misses_per_packet,llc,0,`),
      ['all-zero-counter'],
    ],
    ['no losses', [1, 2, 3].map((i) => `none,64,${i},loss,,0,`), []],
    [
      'a metric that never moves',
      [1, 2, 3].map((i) => `none,${i},1,cycles_per_packet,core0,512,`),
      ['constant-metric'],
    ],
    [
      'one value three times in one setting',
      [1, 2, 3].map((i) => `none,64,${i},cycles_per_packet,core0,512,`),
      [],
    ],
    [
      'message sizes that explain a factor',
      ['none,64,1,throughput,,100,Mbit/s', 'none,65536,1,throughput,,10,Gbit/s'],
      [],
    ],
  ])('%s', (_name, rows, codes) => {
    expect(warned(...rows)).toEqual(codes);
  });

  it('finds the same run in two files, whatever their order', () => {
    const read = (file: string) =>
      readObservations('replicate,metric,value,unit\n1,latency,5,us\n2,latency,6,us', { file }).observations;
    const both = [...read('a.csv'), ...read('b.csv')];
    expect(codesOf(checkObservations(both))).toEqual(['possible-duplicate', 'possible-duplicate']);
    expect(codesOf(checkObservations([...both].reverse()))).toEqual([
      'possible-duplicate',
      'possible-duplicate',
    ]);
  });
});
