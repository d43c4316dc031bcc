import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModel, writeModel } from '../../src/formats';
import { type PathModelInput, pathModel, templates } from '../../src/iopath';
import { fittedExample } from '../fit/fitted-example';
import { arbitraryModel } from '../iopath/arbitrary-model';
import { smallModel } from './small-model';

/** Random models with ranges, extreme numbers, awkward names and what the other random models lack. */
const anyModel = fc
  .record({
    model: arbitraryModel,
    low: fc.double({ min: 0, max: 1, noNaN: true }),
    high: fc.double({ min: 1, max: 1e9, noNaN: true }),
    source: fc.string({ maxLength: 80 }),
    solve: fc.boolean(),
    roundTrip: fc.double({ min: 0, max: 1e6, noNaN: true }),
    capacity: fc.integer({ min: 4096, max: 2 ** 45 }),
    description: fc.string({ maxLength: 60 }),
  })
  .map(({ model, low, high, source, solve, roundTrip, capacity, description }): PathModelInput => {
    const [stage, { cycles = 0 }] = Object.entries(model.stages)[0];
    return {
      ...model,
      description,
      batch: solve ? 'solve' : model.batch,
      machine: {
        ...model.machine,
        llc: { capacity, ways: 16 },
        cores: {
          ...model.machine.cores,
          busy: { socket: 'far', background: low / 2, timeSlice: roundTrip + 1e-6 },
        },
      },
      placements: {
        ...model.placements,
        spread: { assign: { ...model.placements.only.assign, guest: ['a', 'busy'] } },
      },
      network: { ...model.network, roundTrip },
      traffic: { ...model.traffic, kind: solve ? 'stream' : 'request-response', reply: capacity, queues: 2 },
      topologies: {
        path: { ...model.topologies.path, reply: { topology: 'path', contexts: { guest: 'peer' } } },
      },
      parameters: {
        [`stages.${stage}.cycles`]: { low: low * cycles, high: high * cycles, source },
        'machine.latency.dram': {
          low: 200,
          high: 300,
          source: 'a source that is too long to stand beside a number',
        },
        ...(solve ? { batch: { low: 1, high: 64, source } } : {}),
      },
    };
  });

describe('writeModel', () => {
  it('writes every template so that readModel gives it back', async () => {
    for (const template of Object.values(templates))
      for (const comments of [true, false])
        expect(await readModel(writeModel(template, { comments }))).toEqual(pathModel(template));
  });

  it('is undone by readModel for any model', async () => {
    await fc.assert(
      fc.asyncProperty(anyModel, fc.boolean(), async (input, comments) => {
        expect(await readModel(writeModel(input, { comments }))).toEqual(pathModel(input));
      }),
      { numRuns: 60 },
    );
  });

  it('writes what it read, and the same text twice', async () => {
    const once = writeModel(await readModel(smallModel));
    expect(await readModel(once)).toEqual(await readModel(smallModel));
    expect(writeModel(await readModel(once))).toBe(once);
  });

  it('gives units to quantities, short forms to links and placements, and a name to a source that is used twice', () => {
    const text = writeModel(templates['xen-pv']);
    expect(text).toContain('clock: 2.67 GHz');
    expect(text).toContain('rate: 10 Gbit/s');
    expect(text).toContain('netfront-transmit -> netback-transmit: event-channel');
    expect(text).toContain('device -> nic-receive: nic-interrupt');
    expect(text).toMatch(
      /cycles: \{ value: 1400 cycles, low: 800 cycles, high: 3000 cycles, source: engineering-estimate \}/,
    );
    expect(text).toMatch(/^sources:\n(.*\n)*? {2}engineering-estimate: engineering estimate, calibrated/m);
    expect(text).toMatch(/^# A model of an I\/O path/);
  });

  it('writes no comments when asked not to', () => {
    expect(writeModel(templates['xen-pv'], { comments: false })).not.toMatch(/(^|\s)#/);
  });

  it('writes names that look like words of the format', async () => {
    const odd: PathModelInput = {
      machine: { clock: 1e9, cores: { 0: {}, '1': {} } },
      contexts: { assign: {}, device: {} },
      stages: { a: { context: 'assign' }, device2: { context: 'device' } },
      topologies: {
        t: { stages: ['a', 'device2'], links: [{ from: 'a', to: 'device2', mechanism: 'call' }] },
      },
      placements: { p: { assign: { assign: '0', device: '1' } } },
    };
    expect(await readModel(writeModel(odd))).toEqual(pathModel(odd));
  });

  it('writes a fit of every number with a range so that readModel takes it', async () => {
    const model = pathModel(templates['xen-pv']);
    const parameters = Object.keys(model.parameters);
    // Six digits, as a fit has them.
    const covariance = parameters.map((_, p) =>
      parameters.map((_q, q) => (p === q ? 0.123456 : -0.0000123456)),
    );
    const fit = { ...fittedExample().fit!, parameters, covariance };
    const fitted = pathModel({ ...model, fit });
    expect(parameters.length).toBeGreaterThan(80);
    expect(await readModel(writeModel(fitted))).toEqual(fitted);
  });

  it('refuses a model that is not valid', () => {
    expect(() => writeModel({ ...templates['xen-pv'], batch: 0 })).toThrow(/^batch: /);
  });
});
