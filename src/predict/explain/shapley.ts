import { checkedAnswer, finite, onlyFields, plainObject, SidecoreError, shown, text } from '../../common';

/** Causes, and the value of every set of them. */
export interface ShapleyGame {
  readonly players: readonly string[];
  /** What a set of players achieves together, the empty set included. */
  readonly value: (coalition: ReadonlySet<string>) => number;
}

/** What one player adds, in the unit of the game's value. */
export interface ShapleyValue {
  readonly player: string;
  /** Mean over all orders in which the players may enter. */
  readonly value: number;
  /** Entering before all others, and after all others. */
  readonly firstIn: number;
  readonly lastIn: number;
  /** Least and most over all orders. */
  readonly least: number;
  readonly most: number;
}

/** What `shapley` answers. */
export interface ShapleyDivision {
  /** Value of all players less that of none; the players' values sum to it. */
  readonly total: number;
  readonly players: readonly ShapleyValue[];
}

/** 2^16 values of a game take a moment; beyond that they take too long. */
const mostPlayers = 16;

/**
 * Divides what several players achieve together among them, whatever the order in which they enter:
 *
 * phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))
 *
 * The division is exact and takes 2^n values. It depends on no order, gives equal players equal parts, gives a player
 * who adds nothing nothing, and sums to v(all) - v(none). On an additive game it is the additive split.
 *
 * @throws SidecoreError `invalid-value` for names given twice or values that are not finite, `too-large` for more than
 * 16 players
 * @example
 * const gloves = { players: ['left', 'right', 'other right'], value: (who) => (who.has('left') && who.size > 1 ? 1 : 0) };
 * shapley(gloves).players[0].value; // 0.6667
 * @see Shapley, A value for n-person games, Contributions to the Theory of Games II, 1953; Shorrocks, Journal of
 * Economic Inequality 11, 2013, for its use as a decomposition
 */
export function shapley(game: ShapleyGame): ShapleyDivision {
  onlyFields(plainObject(game, 'game'), ['players', 'value'], 'game');
  const players = namesOf(game.players);
  if (typeof game.value !== 'function')
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'game.value',
      message: `${shown(game.value)} is not a function`,
      hint: 'give a function of a set of names',
    });
  const n = players.length;
  const values = new Float64Array(2 ** n);
  for (let mask = 0; mask < values.length; mask++)
    values[mask] = finite(game.value(new Set(players.filter((_, i) => mask & (1 << i)))), 'game.value');
  // Weight of a coalition of each size: the share of the orders in which just these players came before.
  const weight = [1 / n];
  for (let size = 1; size < n; size++) weight.push((weight[size - 1] * size) / (n - size));
  const division = players.map((player, i): ShapleyValue => {
    const own = 1 << i;
    let value = 0;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let mask = 0; mask < values.length; mask++) {
      if (mask & own) continue;
      const added = values[mask | own] - values[mask];
      value += weight[sizeOf(mask)] * added;
      least = Math.min(least, added);
      most = Math.max(most, added);
    }
    const all = values.length - 1;
    return {
      player,
      value,
      firstIn: values[own] - values[0],
      lastIn: values[all] - values[all ^ own],
      least,
      most,
    };
  });
  return checkedAnswer({ total: values[values.length - 1] - values[0], players: division }, 'game.value');
}

function namesOf(players: unknown): readonly string[] {
  if (!Array.isArray(players) || players.length === 0)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'game.players',
      message: `${shown(players)} names no player`,
      hint: 'give a list of names',
    });
  if (players.length > mostPlayers)
    throw new SidecoreError({
      code: 'too-large',
      path: 'game.players',
      message: `${players.length} players are more than ${mostPlayers}`,
      hint: 'let some of them enter together',
    });
  const names = Array.from(players, (name, i) => text(name, `game.players[${i}]`));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return names;
  throw new SidecoreError({
    code: 'invalid-value',
    path: 'game.players',
    message: `${shown(twice)} is there twice`,
  });
}

function sizeOf(mask: number): number {
  let size = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) size++;
  return size;
}
