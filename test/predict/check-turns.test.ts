import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/formats';
import { withValues } from '../../src/iopath/with-values';
import { check, predict } from '../../src/predict';

const rig = readModel(readFileSync(new URL('../../examples/lab-rig/model.yaml', import.meta.url), 'utf8'));

const checked = async (placement: string, batchCap: number, window: number) =>
  check(
    withValues(await rig, { batchCap }),
    { topology: 'intra-node', placement, window },
    { packets: 3000, replications: 2 },
  );

describe('turns, polling and depth of sleep in the simulation', () => {
  // Six cases of 3000 packets differ by 0 to 3 %: 6 % leaves room for the two runs.
  it.each([
    ['P0', 4, 64],
    ['P0', 16, 4],
    ['P1', 16, 64],
    ['P2', 4, 64],
    ['P2', 16, 16],
    ['P3', 4, 16],
  ])('come out as the formulas say: %s, %d units a turn, window %d', async (placement, cap, window) => {
    const { rows } = await checked(placement, cap, window);
    expect(Math.abs(rows[0].difference)).toBeLessThan(0.06);
  });

  // One message in flight: nothing overlaps, so that only how deep cores sleep is left to differ. One depth stands for both
  // ways, which differ: by up to 4.9 %.
  it.each([
    ['P1', 8192, 28e-6, 0],
    ['P1', 128, 28e-6, 0],
    ['P1', 128, 5e-6, 2e-6],
    ['P2', 8192, 28e-6, 0],
    ['P2', 128, 28e-6, 1e-6],
    ['P2', 128, 5e-6, 1e-6],
  ])(
    'say how long cores have slept in a ping-pong: %s, sets of %d lines, %d s, %d s',
    async (placement, lines, deep, halt) => {
      const model = withValues(await rig, {
        'machine.idleDisplacement': 0,
        'mechanisms.wake.deepSleepTime': deep,
        'mechanisms.wake.haltTime': halt,
        'contexts.guest.footprintLines': lines,
        'contexts.driver.footprintLines': lines,
        'contexts.receiver.footprintLines': lines,
      });
      const scenario = { topology: 'ping-pong', placement, window: 1 };
      const { rows } = check(model, scenario, { packets: 1000, replications: 2 });
      expect(Math.abs(rows[0].difference)).toBeLessThan(0.06);
    },
  );

  it('leave the throughput in its bracket, however regular the work', async () => {
    const model = await rig;
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(model.placements)),
        fc.integer({ min: 1, max: 256 }),
        fc.integer({ min: 1, max: 64 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom<'solve' | 4>('solve', 4),
        (placement, window, batchCap, variation, batch) => {
          const { bracket, throughput } = predict(withValues(model, { batchCap }), {
            topology: 'intra-node',
            placement,
            window,
            batch,
            traffic: { variation },
          });
          expect(bracket.lower).toBeLessThanOrEqual(throughput * (1 + 1e-9));
          expect(bracket.upper).toBeGreaterThanOrEqual(throughput);
        },
      ),
    );
  });

  it('makes turns of the cap where the window is larger, and of the window where it is smaller', async () => {
    for (const [cap, window] of [
      [4, 64],
      [16, 4],
    ]) {
      const { rows } = await checked('P0', cap, window);
      const driver = rows.find(({ quantity, subject }) => quantity === 'batch' && subject === 'driver')!;
      expect(driver.simulated.mean).toBeCloseTo(4, 1);
    }
  });

  it('makes waking dearer where cores have not halted yet', async () => {
    const rate = async (haltTime: number) => {
      const model = withValues(await rig, { 'mechanisms.wake.haltTime': haltTime });
      return predict(model, { topology: 'ping-pong', placement: 'P2', window: 1 }).throughput;
    };
    const rates = await Promise.all([0, 1e-7, 1e-6, 1e-5, 1e-3].map(rate));
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    expect(rates[4]).toBeLessThan(rates[0]);
  });

  it('makes waking cheaper where cores idle for less time than it takes to sleep deeply', async () => {
    const rate = async (deepSleepTime: number) => {
      const model = withValues(await rig, { 'mechanisms.ring.deepSleepTime': deepSleepTime });
      const options = { packets: 2000, replications: 2 };
      return check(model, { topology: 'intra-node', placement: 'P1', window: 4 }, options).rows[0].simulated
        .mean;
    };
    expect(await rate(1e-3)).toBeGreaterThan(1.2 * (await rate(1e-9)));
  });
});
