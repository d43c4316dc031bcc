import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PathModelInput, predict } from '../../src';

const caches = {
  l1: { capacity: 16_384, ways: 8 },
  l2: { capacity: 65_536, ways: 8 },
  llc: { capacity: 262_144, ways: 16 },
};

interface Walker {
  readonly footprintLines: number;
  readonly touchedLinesPerUnit: number;
}

/** Two contexts that walk private sets in order, hand over through a ring and take turns on one core or have two. */
function walkers(walk: readonly [Walker, Walker], turn: number, more: Partial<PathModelInput> = {}) {
  const [producer, consumer] = walk;
  return {
    machine: { clock: 1e9, cores: { a: {}, b: {} }, ...caches, memoryBandwidth: 1e15 },
    network: { roundTrip: 0, mtu: 65_552, rate: 1e15 },
    traffic: { message: 64, window: 256, acknowledgementRatio: 1 },
    batch: 'solve',
    batchCap: turn,
    contexts: {
      producer: { ...producer, cyclic: true },
      consumer: { ...consumer, cyclic: true },
    },
    mechanisms: { ring: { activates: true, yields: true, switchCycles: 3000, wakeCycles: 20_000 } },
    stages: {
      produce: { context: 'producer', cycles: 1000 },
      consume: { context: 'consumer', cycles: 1000 },
      credit: { context: 'producer' },
    },
    topologies: {
      path: {
        stages: ['produce', 'consume', 'credit'],
        links: [
          { from: 'produce', to: 'consume', mechanism: 'ring' },
          { from: 'consume', to: 'credit', mechanism: 'ring' },
        ],
      },
    },
    placements: {
      together: { assign: { producer: 'a', consumer: 'a' } },
      apart: { assign: { producer: 'a', consumer: 'b' } },
      polling: { assign: { producer: 'a', consumer: 'b' }, polls: ['consumer'] },
    },
    ...more,
  } satisfies PathModelInput;
}

/** Misses per unit of each walker in a least-recently-used cache with random line addresses, by running it. */
function simulatedMisses(walk: readonly Walker[], turn: number, sets: number, ways: number, rounds: number) {
  let state = 7n;
  const random = (below: number) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(below));
  };
  const setOf = walk.map(({ footprintLines }) =>
    Int32Array.from({ length: footprintLines }, () => random(sets)),
  );
  const cache = Array.from({ length: sets }, () => [] as number[]);
  const at = walk.map(() => 0);
  const missed = walk.map(() => 0);
  for (let round = 0; round < 2 * rounds; round++)
    walk.forEach(({ footprintLines, touchedLinesPerUnit }, w) => {
      for (let touch = 0; touch < turn * touchedLinesPerUnit; touch++) {
        const line = at[w];
        at[w] = (line + 1) % footprintLines;
        const name = w * 1_000_000 + line;
        const set = cache[setOf[w][line]];
        const found = set.indexOf(name);
        if (found >= 0) set.splice(found, 1);
        else {
          if (round >= rounds) missed[w] += 1;
          if (set.length === ways) set.pop();
        }
        set.unshift(name);
      }
    });
  return missed.map((count) => count / (rounds * turn));
}

describe('a context that walks its footprint in order', () => {
  it.each([
    [{ footprintLines: 200, touchedLinesPerUnit: 50 }, { footprintLines: 300, touchedLinesPerUnit: 100 }, 1],
    [{ footprintLines: 200, touchedLinesPerUnit: 50 }, { footprintLines: 300, touchedLinesPerUnit: 100 }, 16],
    [{ footprintLines: 900, touchedLinesPerUnit: 60 }, { footprintLines: 40, touchedLinesPerUnit: 80 }, 4],
    [
      { footprintLines: 1500, touchedLinesPerUnit: 100 },
      { footprintLines: 1500, touchedLinesPerUnit: 100 },
      8,
    ],
  ])('misses what a simulated cache misses: %o beside %o in turns of %i', (one, other, turn) => {
    const { ledger } = predict(walkers([one, other], turn), { placement: 'together' });
    const missesOf = (context: string, levels: readonly ('l2' | 'llc' | 'dram')[]) =>
      ledger.stages
        .filter((stage) => stage.context === context)
        .reduce((sum, { misses }) => sum + levels.reduce((all, level) => all + misses[level], 0), 0);
    const l1 = simulatedMisses([one, other], turn, 32, 8, 400);
    const l2 = simulatedMisses([one, other], turn, 128, 8, 400);
    for (const [w, context] of ['producer', 'consumer'].entries()) {
      const touched = [one, other][w].touchedLinesPerUnit;
      // Of the touches of a unit; a simulated footprint is one draw of addresses, so sets differ by chance.
      expect(Math.abs(missesOf(context, ['l2', 'llc', 'dram']) - l1[w]) / touched).toBeLessThan(0.06);
      expect(Math.abs(missesOf(context, ['llc', 'dram']) - l2[w]) / touched).toBeLessThan(0.06);
    }
  });

  const walker = fc.record({
    footprintLines: fc.integer({ min: 1, max: 20_000 }),
    touchedLinesPerUnit: fc.integer({ min: 1, max: 500 }),
  });
  const turns = fc.integer({ min: 1, max: 64 });

  it('misses no more lines than it touches, and no fewer beside another than alone', () => {
    fc.assert(
      fc.property(walker, walker, turns, (one, other, turn) => {
        const model = walkers([one, other], turn);
        const reloadOf = (placement: string) => predict(model, { placement }).ledger;
        const together = reloadOf('together');
        const apart = reloadOf('polling');
        for (const [s, { misses, cycles, context }] of together.stages.entries()) {
          const all = misses.l2 + misses.llc + misses.dram;
          const touched = context === 'producer' ? one.touchedLinesPerUnit : other.touchedLinesPerUnit;
          expect(all).toBeLessThanOrEqual(touched * (1 + 1e-9));
          expect(cycles.reload).toBeGreaterThanOrEqual(-1e-9);
          expect(apart.stages[s].cycles.reload).toBeCloseTo(0, 6);
        }
        expect(together.total.intrinsic + together.total.reload).toBeGreaterThanOrEqual(
          apart.total.intrinsic - 1e-6,
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('contexts that take turns', () => {
  const small = { footprintLines: 10, touchedLinesPerUnit: 10 };

  it('pay one switch each per turn, and no wake-up', () => {
    const switches = (turn: number) =>
      predict(walkers([small, small], turn), { placement: 'together' }).ledger.total.switch;
    for (const turn of [1, 4, 16]) expect(switches(turn)).toBeCloseTo((2 * 3000) / turn, 9);
  });

  it('are limited to window / turn groups in a row where each sleeps until a turn is over', () => {
    const model = walkers([small, small], 64);
    const { throughput, payload } = {
      ...predict(model, { placement: 'apart', window: 64 }),
      payload: 64,
    };
    const { ledger } = predict(model, { placement: 'apart', window: 64 });
    // One group: producer and consumer never work at the same time.
    expect(throughput / payload / 8).toBeLessThanOrEqual((1e9 / ledger.total.total) * (1 + 1e-9));
  });
});

describe('a placement where a context polls', () => {
  it('spares notification, wake-up and switch, and never lowers the throughput', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 256 }),
        fc.double({ min: 100, max: 5000, noNaN: true }),
        (turn, window, cycles) => {
          const small = { footprintLines: 10, touchedLinesPerUnit: 10 };
          const model = walkers([small, small], turn);
          const costly = {
            ...model,
            stages: { ...model.stages, consume: { context: 'consumer', cycles } },
            mechanisms: { ring: { ...model.mechanisms.ring, sourceCycles: 700 }, poll: { targetCycles: 0 } },
          };
          const sleeping = predict(costly, { placement: 'apart', window });
          const polling = predict(costly, { placement: 'polling', window });
          const [produced] = polling.ledger.stages;
          expect(produced.cycles.switch + produced.cycles.activation).toBe(0);
          expect(polling.throughput).toBeGreaterThanOrEqual(sleeping.throughput * (1 - 1e-6));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('lines that another core has read', () => {
  const copies = (machine: object, window = 4) => {
    const small = { footprintLines: 0, touchedLinesPerUnit: 0 };
    const model = walkers([small, small], 1);
    return {
      ...model,
      traffic: { ...model.traffic, message: 6400, window },
      machine: { ...model.machine, ...machine },
      stages: {
        produce: { context: 'producer', cycles: 1000, writes: ['ring'] },
        consume: { context: 'consumer', cycles: 1000, reads: ['ring'] },
        credit: { context: 'producer' },
      },
    };
  };
  const writing = (model: PathModelInput, placement: string) =>
    predict(model, { placement }).ledger.stages.find(({ stage }) => stage === 'produce')!.cycles.transfer;

  it('cost their writer ownershipCycles each, beyond those that the store buffer hides', () => {
    const held = Math.exp((-4 * 6400 * 2) / caches.l2.capacity);
    expect(writing(copies({ ownershipCycles: 14 }), 'apart')).toBeCloseTo(14 * 100 * held, 6);
    expect(writing(copies({ ownershipCycles: 14, storeBufferLines: 30 }), 'apart')).toBeCloseTo(
      14 * 70 * held,
      6,
    );
    expect(writing(copies({ ownershipCycles: 14, storeBufferLines: 200 }), 'apart')).toBe(0);
    expect(writing(copies({ ownershipCycles: 14 }), 'together')).toBe(0);
    expect(writing(copies({}), 'apart')).toBe(0);
  });
});

describe('an idle core', () => {
  const light = { footprintLines: 600, touchedLinesPerUnit: 30 };
  const withMachine = (machine: object, ring: object) => {
    const model = walkers([light, light], 4);
    return {
      ...model,
      machine: { ...model.machine, ...machine },
      mechanisms: { ring: { ...model.mechanisms.ring, ...ring } },
      stages: { ...model.stages, produce: { context: 'producer', cycles: 9000 } },
    };
  };

  it('costs less to wake the shorter it has slept', () => {
    const switches = [0, 1e-6, 1e-5, 1e-4].map(
      (deepSleepTime) =>
        predict(withMachine({}, { deepSleepTime }), { placement: 'apart' }).ledger.total.switch,
    );
    for (let i = 1; i < switches.length; i++) expect(switches[i]).toBeLessThan(switches[i - 1]);
  });

  it('loses more lines the more its neighbours bring in, but not while it polls', () => {
    const missed = (idleDisplacement: number, placement: string) => {
      const { misses } = predict(withMachine({ idleDisplacement }, {}), { placement }).ledger.stages.find(
        ({ stage }) => stage === 'consume',
      )!;
      return misses.llc + misses.dram;
    };
    const apart = [0, 1e8, 1e9, 1e11].map((rate) => missed(rate, 'apart'));
    for (let i = 1; i < apart.length; i++) expect(apart[i]).toBeGreaterThan(apart[i - 1]);
    expect(missed(1e10, 'polling')).toBe(missed(0, 'polling'));
  });
});
