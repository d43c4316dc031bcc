import type { SolvedScenario } from '../predict';
import { cachePlayers, hybridThroughput, type Player, players, sameCoresThroughput } from './hybrid';
import { type ShapleyValue, shapley } from './shapley';

/** Causes that enter together, most often one. */
export type Cause = readonly Player[];

/** The gain of one model, divided. */
export interface DividedGain {
  /** ln of the throughput after over that before. */
  readonly gain: number;
  /** By the name of the cause. */
  readonly parts: Readonly<Record<string, ShapleyValue>>;
  /** The misses as one cause against the others; absent where a cause joins a miss with something else. */
  readonly cache?: ShapleyValue;
  /** ln of the throughput after over that of the same cores with a wandering driver. */
  readonly sameCoresGain: number;
}

/** The gain of a model, and of models that could as well be true. */
export interface Divided {
  readonly own: DividedGain;
  readonly drawn: readonly DividedGain[];
}

export function causeName(cause: Cause): string {
  return cause.join('+');
}

/** Every player on its own, but for those that must enter together. */
export function causesOf(entering: readonly Player[], fused: readonly Cause[]): readonly Cause[] {
  const together = fused.flat();
  const alone = entering.filter((player) => !together.includes(player)).map((player) => [player]);
  return [...fused, ...alone].sort((a, b) => players.indexOf(a[0]) - players.indexOf(b[0]));
}

/** Divides the gain among causes by the Shapley value of ln throughput over the hybrids of two placements. */
export function divideGain(
  before: SolvedScenario,
  after: SolvedScenario,
  causes: readonly Cause[],
  pollution: number,
): DividedGain {
  const known = new Map<string, number>();
  const achieved = (moved: ReadonlySet<Player>): number => {
    const key = players.filter((player) => moved.has(player)).join();
    let value = known.get(key);
    if (value === undefined) {
      value = Math.log(hybridThroughput(before, after, moved));
      known.set(key, value);
    }
    return value;
  };
  const game = (entering: readonly Cause[]) => {
    const members = new Map(entering.map((cause) => [causeName(cause), cause]));
    return shapley({
      players: [...members.keys()],
      value: (names) => achieved(new Set([...names].flatMap((name) => members.get(name)!))),
    });
  };
  const { total, players: parts } = game(causes);
  const cacheCauses = causes.filter((cause) => cause.some((player) => cachePlayers.has(player)));
  const pure = cacheCauses.every((cause) => cause.every((player) => cachePlayers.has(player)));
  const asOne = cacheCauses.flat();
  const cache = pure
    ? game([...causes.filter((cause) => !cacheCauses.includes(cause)), asOne]).players.find(
        ({ player }) => player === causeName(asOne),
      )
    : undefined;
  return {
    gain: total,
    parts: Object.fromEntries(parts.map((part) => [part.player, part])),
    ...(cache === undefined ? {} : { cache }),
    sameCoresGain: achieved(new Set(players)) - Math.log(sameCoresThroughput(before, after, pollution)),
  };
}
