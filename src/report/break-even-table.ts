import type { BreakEven, GainAt } from '../predict/break-even';
import { duration } from './durations';
import { grouped, significant } from './numbers';
import { parameterUnit } from './parameter-label';
import { type TableOptions, tableOptions } from './table-options';

/**
 * What `breakEven` found, in sentences: from which value to which a placement pays, with the gain on both sides.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * const window = { vary: 'window', between: { low: 1, high: 64 }, gain: 0.5 };
 * breakEvenTable(breakEven(xenPv, { ...window, topology: 'inter-node-receive', after: 'driver-domain' }));
 */
export function breakEvenTable(answer: BreakEven, options: TableOptions = {}): string {
  const { look } = tableOptions(options);
  const { vary, crossings, curve, least, most, placements, verdict } = answer;
  const asked = answer.gain === 0 ? 'pays' : `gains ${percent(answer.gain)} or more`;
  const nothing = Math.abs(least.gain) < 1e-9 && Math.abs(most.gain) < 1e-9;
  const ends = [curve[0], curve[curve.length - 1]];
  // A window is a count: "window 4" says enough.
  const unit = vary.endsWith('window') ? '' : parameterUnit(vary);
  const value = (one: number) => {
    if (unit === 's') return duration(one);
    return `${Number.isInteger(one) ? grouped(one) : significant(one, 4)}${unit && ` ${unit}`}`;
  };
  const at = (one: GainAt) => `${signedPercent(one.gain)} at ${value(one.value)}`;
  const said =
    verdict === 'crosses'
      ? crossings.map(({ direction, below, above, jump }) => {
          const [side, from] = direction === 'rises' ? ['From', above] : ['Up to', below];
          const other = direction === 'rises' ? below : above;
          const apart = value(from.value) !== value(other.value) || jump;
          return `${side} ${vary} ${value(from.value)} it ${asked}${apart ? `: ${at(below)}, ${at(above)}` : ''}${jump ? '; the gain jumps there' : ''}.`;
        })
      : [
          `It ${nothing ? 'gains nothing' : verdict === 'always' ? asked : `never ${asked}`} between ${ends.map((one) => value(one.value)).join(' and ')}.`,
        ];
  return `${[
    look.bold(
      `${answer.model}, ${answer.topology}: ${placements.after} instead of ${placements.before}, by ${vary}`,
    ),
    said.join('\n'),
    `Least gain ${at(least)}, most ${at(most)}.`,
  ].join('\n\n')}\n`;
}

function percent(share: number): string {
  return `${significant(100 * share, 3)} %`;
}

function signedPercent(share: number): string {
  return `${share > 0 ? '+' : ''}${(100 * share).toFixed(2)} %`;
}
