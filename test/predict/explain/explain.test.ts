import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ExplainOptions,
  type Explanation,
  explain,
  type PathModel,
  type PathModelInput,
  pathModel,
  predict,
  refusalCodes,
  xenPv,
} from '../../../src';
import { arbitraryModel } from '../../iopath/arbitrary-model';

const receive = { topology: 'inter-node-receive', before: 'none', after: 'driver-domain' };
const shareOf = ({ shares }: Explanation, cause: string) => shares?.find((one) => one.cause === cause)?.share;
const codes = ({ refusals }: Explanation) => refusals.map(({ code }) => code);

/** A random path with a second placement, its driver on another core. */
const models = fc.tuple(arbitraryModel, fc.constantFrom('a', 'b', 'c')).map(
  ([model, core]): PathModelInput => ({
    ...model,
    placements: { ...model.placements, other: { assign: { ...model.placements.only.assign, driver: core } } },
  }),
);

describe('explain', () => {
  // Section 8 of docs/theory.md, whose design had 72, 29, 1, -3 (net 26) to receive, 69, 29, 1, -1 (net 28) to send, 72,
  // 29, 1, -3 (net 26) inside a node and 82, 29, 1, -13 (net 16) across sockets, from a prototype: within one point.
  it.each([
    ['inter-node-receive', 'driver-domain', [72, 29, 1, -3], 26],
    ['inter-node-transmit', 'driver-domain', [69, 29, 1, -1], 28],
    ['intra-node', 'driver-domain', [72, 29, 1, -3], 26],
    ['inter-node-receive', 'driver-domain-other-socket', [82, 29, 1, -13], 16],
  ])('divides the gain of %s, %s, as the worked example does', (topology, after, expected, cache) => {
    const answer = explain(xenPv, { topology, before: 'none', after, draws: 0 });
    const found = answer.shares!.map(({ share }) => 100 * share);
    expected.forEach((share, i) => {
      expect(Math.abs(found[i] - share)).toBeLessThan(1.1);
    });
    expect(Math.abs(100 * answer.cacheShare!.share - cache)).toBeLessThan(1.1);
  });

  // The same design: 94 % of the cycles saved, and 9.6 % more on the same cores.
  it('gives the cycles saved and the same cores as the worked example', () => {
    const answer = explain(xenPv, { ...receive, draws: 0 });
    expect(100 * answer.cacheSaved.share!).toBeGreaterThan(93);
    expect(100 * answer.cacheSaved.share!).toBeLessThan(95);
    expect(answer.sameCores!.speedup).toBeCloseTo(1.096, 3);
    const [first, last] = [answer.shares![0].range.lower, answer.shares![0].range.upper];
    expect(Math.round(100 * first)).toBe(69);
    expect(Math.round(100 * last)).toBe(76);
  });

  it('has shares that sum to the gain, which is that of the predictions, on any path', () => {
    fc.assert(
      fc.property(models, fc.integer({ min: 1, max: 128 }), (model, window) => {
        const answer = explain(model, { window, draws: 0, pollution: 0.3 });
        const before = predict(model, { window, placement: 'only' });
        const after = predict(model, { window, placement: 'other' });
        expect(Math.abs(answer.gain - Math.log(after.throughput / before.throughput))).toBeLessThan(1e-12);
        const saved = before.cyclesPerPacket - after.cyclesPerPacket;
        expect(Math.abs(answer.saved.total.cycles - saved)).toBeLessThan(1e-6);
        for (const { code } of answer.refusals) expect(refusalCodes).toContain(code);
        expect(answer.shares === undefined).toBe(answer.refusals.length > 0);
        if (answer.shares === undefined) return;
        const total = answer.shares.reduce((sum, { gain }) => sum + gain, 0);
        expect(Math.abs(total - answer.gain)).toBeLessThan(1e-9 * Math.max(1, Math.abs(answer.gain)) + 1e-9);
        for (const { share, range, firstIn, lastIn } of answer.shares)
          for (const edge of [share, firstIn, lastIn]) {
            expect(edge).toBeGreaterThanOrEqual(range.lower - 1e-9);
            expect(edge).toBeLessThanOrEqual(range.upper + 1e-9);
          }
      }),
      { numRuns: 60 },
    );
  });

  it('sums to 1e-12 on the templates, and cache is the sum of its parts', () => {
    for (const topology of Object.keys(xenPv.topologies)) {
      const answer = explain(xenPv, { topology, draws: 0 });
      const sum = answer.shares!.reduce((total, { share }) => total + share, 0);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
      const parts = shareOf(answer, 'reload')! + shareOf(answer, 'transfer')!;
      expect(Math.abs(answer.cacheShare!.share - parts)).toBeLessThan(1e-12);
    }
  });

  it('adds up the cycles: mechanisms to the total, on any path', () => {
    fc.assert(
      fc.property(models, (model) => {
        const { saved, cacheSaved } = explain(model, { draws: 0 });
        const { total, ...mechanisms } = saved;
        const sum = Object.values(mechanisms).reduce((all, { cycles }) => all + cycles, 0);
        expect(Math.abs(sum - total.cycles)).toBeLessThan(1e-6);
        const misses = mechanisms.reload.cycles + mechanisms.transfer.cycles + mechanisms.sharing.cycles;
        expect(Math.abs(cacheSaved.cycles - misses)).toBeLessThan(1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it('gives all to parallelism where nothing but the cores changes', () => {
    // Two contexts that touch no lines and hand over for nothing.
    const model: PathModelInput = {
      machine: { clock: 1e9, cores: { one: {}, two: {} } },
      contexts: { guest: {}, driver: {} },
      mechanisms: { free: {} },
      stages: { take: { context: 'driver', cycles: 3000 }, use: { context: 'guest', cycles: 3000 } },
      topologies: {
        path: { stages: ['take', 'use'], links: [{ from: 'take', to: 'use', mechanism: 'free' }] },
      },
      placements: {
        together: { assign: { guest: 'one', driver: 'one' } },
        apart: { assign: { guest: 'one', driver: 'two' } },
      },
    };
    const answer = explain(model);
    expect(shareOf(answer, 'parallelism')).toBeCloseTo(1, 12);
    for (const cause of ['reload', 'switch', 'transfer']) expect(shareOf(answer, cause)).toBeCloseTo(0, 12);
    expect(answer.uncertainty).toBeUndefined();
    expect(answer.sameCores!.gain).toBeCloseTo(0, 12);
  });

  it('turns the gain round with the placements', () => {
    const there = explain(xenPv, { ...receive, draws: 0 });
    const back = explain(xenPv, {
      topology: receive.topology,
      before: 'driver-domain',
      after: 'none',
      draws: 0,
    });
    expect(back.gain).toBeCloseTo(-there.gain, 12);
    for (const { cause, share } of there.shares!) expect(shareOf(back, cause)).toBeCloseTo(share, 9);
  });

  it('draws intervals from ranges, the same for the same seed, around the shares', () => {
    const one = explain(xenPv, { ...receive, draws: 100, seed: 7 });
    expect(explain(xenPv, { ...receive, draws: 100, seed: 7 })).toEqual(one);
    expect(explain(xenPv, { ...receive, draws: 100, seed: 8 })).not.toEqual(one);
    expect(one.uncertainty).toMatchObject({ source: 'ranges', draws: 100, level: 0.95, seed: 7 });
    for (const { share, interval } of one.shares!) {
      expect(interval!.lower).toBeLessThanOrEqual(share);
      expect(interval!.upper).toBeGreaterThanOrEqual(share);
    }
    const narrow = explain(xenPv, { ...receive, draws: 100, seed: 7, level: 0.5 }).cacheShare!.interval!;
    const { lower, upper } = one.cacheShare!.interval!;
    expect(narrow.upper - narrow.lower).toBeLessThan(upper - lower);
  });

  it('counts the last-level cache as a cause of its own where the model shares it', () => {
    const model = pathModel(xenPv);
    const machine = {
      ...model.machine,
      llcSharingExponent: 0.5,
      llc: { ...model.machine.llc, capacity: 1_048_576 },
    };
    const answer = explain({ ...model, machine }, { ...receive, draws: 0 });
    const total = answer.shares!.reduce((sum, { share }) => sum + share, 0);
    expect(total).toBeCloseTo(1, 12);
    const counted = answer.saved.sharing.cycles !== 0 || answer.cycles.before.sharing !== 0;
    expect(shareOf(answer, 'capacity') !== undefined).toBe(counted);
  });

  it('gives a result that is frozen and survives JSON', () => {
    const answer = explain(xenPv, { ...receive, draws: 10 });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(Object.isFrozen(answer.shares![0].range)).toBe(true);
  });

  it.each<[object, string, string]>([
    [{ placement: 'none' }, 'invalid-shape', 'options.placement'],
    [{ after: 'nowhere' }, 'unknown-name', 'placements'],
    [{ pollution: 1.5 }, 'invalid-value', 'options.pollution'],
    [{ measurementError: -1 }, 'invalid-value', 'options.measurementError'],
    [{ draws: 1.5 }, 'invalid-value', 'options.draws'],
    [{ level: 1 }, 'invalid-value', 'options.level'],
    [{ seed: -1 }, 'invalid-value', 'options.seed'],
    [{ window: 0 }, 'invalid-value', 'scenario.window'],
  ])('rejects %j', (options, code, path) => {
    expect(() => explain(xenPv, options)).toThrow(expect.objectContaining({ code, path }));
  });
});

describe('explain gives no shares', () => {
  const model = pathModel(xenPv);
  const slow = { ...model, network: { ...model.network, rate: 1e9 } };
  const dear = {
    ...model,
    machine: { ...model.machine, latency: { ...model.machine.latency, remotePeer: 5000 } },
  };
  it.each<[string, PathModel, ExplainOptions]>([
    ['no-gain', model, { before: 'none', after: 'none' }],
    ['gain-within-error', model, { measurementError: 0.5 }],
    ['wire-limited', slow, {}],
    ['window-limited', model, { window: 2 }],
    ['application-limited', model, { traffic: { applicationCycles: 50_000 } }],
    ['transfer-exceeds-reload', dear, { after: 'driver-domain-other-socket' }],
  ])('%s', (code, which, options) => {
    const answer = explain(which, { ...receive, draws: 0, ...options });
    expect(codes(answer)).toContain(code);
    expect(answer.shares).toBeUndefined();
    expect(answer.cacheShare).toBeUndefined();
    expect(Number.isFinite(answer.saved.total.cycles)).toBe(true);
  });

  it('of an open load, whose throughput is what is offered', () => {
    const answer = explain(xenPv, { ...receive, traffic: { kind: 'open', arrivalRate: 50_000 } });
    expect(codes(answer)).toContain('open-load');
    expect(answer.saved.reload.cycles).toBeGreaterThan(0);
    expect(answer.sameCores).toBeUndefined();
  });

  it('but of the template it does', () => {
    expect(codes(explain(xenPv, { ...receive, draws: 0 }))).toEqual([]);
  });

  it('and every reason is in docs/warnings.md', () => {
    const page = readFileSync(new URL('../../../docs/warnings.md', import.meta.url), 'utf8');
    for (const code of refusalCodes) expect(page).toContain(`| \`${code}\` |`);
  });
});

describe('explain of a fitted model', () => {
  const paths = ['contexts.driver-domain.footprintLines', 'mechanisms.event-channel.switchCycles'];
  const fitted = (covariance: number[][], conditionNumber?: number): PathModel => {
    const model = pathModel(xenPv);
    return pathModel({
      ...model,
      fit: {
        parameters: paths,
        covariance,
        priorDominated: [],
        degreesOfFreedom: 50,
        ...(conditionNumber === undefined ? {} : { conditionNumber }),
        modelError: {},
        replicateError: {},
        data: {
          fingerprint: 'none',
          observations: 60,
          files: [],
          topologies: ['inter-node-receive'],
          placements: ['none'],
          message: { low: 1448, high: 1448 },
          window: { low: 64, high: 64 },
        },
        toolVersion: '0.1.0',
      },
    } as PathModelInput);
  };
  const certain = [
    [1e-4, 0],
    [0, 1e-4],
  ];

  it('takes its intervals from the covariance', () => {
    const sure = explain(fitted(certain, 10), { ...receive, draws: 100 });
    expect(sure.uncertainty!.source).toBe('fit');
    const vague = explain(
      fitted(
        [
          [0.01, 0],
          [0, 0.01],
        ],
        10,
      ),
      { ...receive, draws: 100 },
    );
    const width = ({ cacheShare }: Explanation) => cacheShare!.interval!.upper - cacheShare!.interval!.lower;
    // Ten times the standard deviation: about ten times the interval.
    expect(width(vague) / width(sure)).toBeGreaterThan(5);
    expect(width(vague) / width(sure)).toBeLessThan(20);
  });

  it('gives no shares where the data do not tell the parameters apart', () => {
    expect(codes(explain(fitted(certain, 1e6), { ...receive, draws: 50 }))).toContain('not-identifiable');
    expect(codes(explain(fitted(certain), { ...receive, draws: 50 }))).toContain('not-identifiable');
    expect(codes(explain(fitted(certain, 1e3), { ...receive, draws: 50 }))).toEqual([]);
  });

  it("fuses causes that grow at each other's expense", () => {
    const aliased = fitted(
      [
        [0.04, -0.04],
        [-0.04, 0.04],
      ],
      1e6,
    );
    // As many cycles of switching as of reload, so that one can make up for the other.
    const event = { ...aliased.mechanisms['event-channel'], switchCycles: 18_000, wakeCycles: 0 };
    const dear = { ...aliased, mechanisms: { ...aliased.mechanisms, 'event-channel': event } };
    const answer = explain(dear, { ...receive, draws: 100 });
    expect(answer.shares?.map(({ cause }) => cause)).toContain('reload+switch');
    expect(answer.cacheShare).toBeUndefined();
    const sum = answer.shares!.reduce((total, { share }) => total + share, 0);
    expect(sum).toBeCloseTo(1, 12);
  });
});
