import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ShapleyGame, shapley } from '../../../src';

const amount = fc.double({ min: -1e3, max: 1e3, noNaN: true });

/** A game with a value of its own for every set of players. */
const games = fc.integer({ min: 1, max: 5 }).chain((n) =>
  fc.record({
    players: fc.constant(Array.from({ length: n }, (_, i) => `player-${i}`)),
    values: fc.array(amount, { minLength: 2 ** n, maxLength: 2 ** n }),
  }),
);

const valueIn =
  (players: readonly string[], values: readonly number[]) =>
  (who: ReadonlySet<string>): number =>
    values[players.reduce((sum, player, i) => sum + (who.has(player) ? 2 ** i : 0), 0)];

/** The definition: the mean over all orders of what a player adds on entering. */
function meanOverOrders(players: readonly string[], value: (who: ReadonlySet<string>) => number) {
  const sums = new Map(players.map((player) => [player, 0]));
  let orders = 0;
  const visit = (entered: readonly string[]) => {
    if (entered.length === players.length) {
      orders += 1;
      entered.forEach((player, i) => {
        const added = value(new Set(entered.slice(0, i + 1))) - value(new Set(entered.slice(0, i)));
        sums.set(player, sums.get(player)! + added);
      });
    } else for (const next of players) if (!entered.includes(next)) visit([...entered, next]);
  };
  visit([]);
  return players.map((player) => sums.get(player)! / orders);
}

describe('shapley', () => {
  it('is the mean over all orders, sums to the total and lies in its range', () => {
    fc.assert(
      fc.property(games, ({ players, values }) => {
        const value = valueIn(players, values);
        const division = shapley({ players, value });
        const means = meanOverOrders(players, value);
        let sum = 0;
        division.players.forEach((one, i) => {
          expect(Math.abs(one.value - means[i])).toBeLessThan(1e-9);
          for (const edge of [one.firstIn, one.lastIn, one.value]) {
            expect(edge).toBeGreaterThanOrEqual(one.least - 1e-9);
            expect(edge).toBeLessThanOrEqual(one.most + 1e-9);
          }
          sum += one.value;
        });
        expect(Math.abs(sum - division.total)).toBeLessThan(1e-9);
      }),
    );
  });

  it('is the additive split on an additive game', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 7 }), (parts) => {
        const players = parts.map((_, i) => `player-${i}`);
        const value = (who: ReadonlySet<string>) =>
          parts.reduce((sum, part, i) => sum + (who.has(players[i]) ? part : 0), 0);
        shapley({ players, value }).players.forEach((one, i) => {
          for (const found of [one.value, one.firstIn, one.lastIn, one.least, one.most])
            expect(Math.abs(found - parts[i])).toBeLessThan(1e-9);
        });
      }),
    );
  });

  it('gives equal players equal parts, and one who adds nothing nothing', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 4, maxLength: 4 }), (bySize) => {
        const players = ['a', 'b', 'c', 'idle'];
        const value = (who: ReadonlySet<string>) => bySize[who.size - Number(who.has('idle'))];
        const [a, b, c, idle] = shapley({ players, value }).players.map((one) => one.value);
        expect(Math.abs(a - b) + Math.abs(b - c) + Math.abs(idle)).toBeLessThan(1e-9);
      }),
    );
  });

  // Shapley, A value for n-person games, 1953: in the game of gloves the single left one is worth two thirds.
  it('gives two thirds to the single left glove among three', () => {
    const game = {
      players: ['left', 'one', 'two'],
      value: (who: ReadonlySet<string>) => Number(who.has('left') && who.size > 1),
    };
    const parts = shapley(game).players.map(({ value }) => value);
    [2 / 3, 1 / 6, 1 / 6].forEach((part, i) => {
      expect(parts[i]).toBeCloseTo(part, 12);
    });
  });

  it.each<[object, string, string]>([
    [{ players: [], value: () => 0 }, 'invalid-value', 'game.players'],
    [{ players: ['a', 'a'], value: () => 0 }, 'invalid-value', 'game.players'],
    [{ players: ['a', 1], value: () => 0 }, 'invalid-value', 'game.players[1]'],
    [{ players: Array.from({ length: 17 }, (_, i) => `p${i}`), value: () => 0 }, 'too-large', 'game.players'],
    [{ players: ['a'], value: () => Number.NaN }, 'invalid-value', 'game.value'],
    [{ players: ['a'], value: 3 }, 'invalid-value', 'game.value'],
    [{ players: ['a'], value: () => 0, more: 1 }, 'invalid-shape', 'game.more'],
  ])('rejects %j', (game, code, path) => {
    expect(() => shapley(game as ShapleyGame)).toThrow(expect.objectContaining({ code, path }));
  });
});
