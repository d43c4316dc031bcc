import { type Cause, causeName, type Divided, type DividedGain } from './divide-gain';
import type { GainShare } from './explanation';
import { cachePlayers } from './hybrid';
import { intervalOf } from './intervals';
import type { ShapleyValue } from './shapley';

/** The parts of a gain as shares of it. */
export function sharesOf(
  causes: readonly Cause[],
  { own, drawn }: Divided,
  level: number,
): readonly GainShare[] {
  return causes.map((cause) => {
    const name = causeName(cause);
    const part = own.parts[name];
    return share(
      cause,
      part.value,
      part,
      own.gain,
      withGain(drawn).map((one) => one.parts[name].value / one.gain),
      level,
    );
  });
}

/**
 * The causes that are cache misses, as one. Its share is the sum of theirs; its range is that of all orders in which
 * they enter together. Undefined where one of them is fused with something else.
 */
export function cacheShareOf(
  shares: readonly GainShare[],
  { own, drawn }: Divided,
  level: number,
): GainShare | undefined {
  if (own.cache === undefined) return undefined;
  const members = shares.filter(({ causes }) => causes.some((cause) => cachePlayers.has(cause)));
  const sum = (one: DividedGain) => members.reduce((total, { cause }) => total + one.parts[cause].value, 0);
  return share(
    members.flatMap(({ causes }) => causes),
    sum(own),
    own.cache,
    own.gain,
    withGain(drawn).map((one) => sum(one) / one.gain),
    level,
  );
}

/** A model without a gain has no shares of it. */
function withGain(drawn: readonly DividedGain[]): readonly DividedGain[] {
  return drawn.filter(({ gain }) => Math.abs(gain) > 1e-9);
}

function share(
  causes: Cause,
  value: number,
  { firstIn, lastIn, least, most }: ShapleyValue,
  gain: number,
  drawn: readonly number[],
  level: number,
): GainShare {
  const interval = intervalOf(drawn, level);
  const [one, other] = [least / gain, most / gain];
  return {
    cause: causeName(causes),
    causes,
    gain: value,
    share: value / gain,
    firstIn: firstIn / gain,
    lastIn: lastIn / gain,
    range: { lower: Math.min(one, other), upper: Math.max(one, other) },
    ...(interval === undefined ? {} : { interval }),
  };
}
