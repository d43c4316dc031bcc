import { SidecoreError } from '../common';
import type { Assignment, Placement } from '../iopath/model';
import { didYouMean } from './suggest';

/** The most placements that extend each other in a row. */
const longestChain = 50;

/** A placement before `extends` and `move` are worked out. */
export interface PlainPlacement extends Partial<Omit<Placement, 'topologies'>> {
  readonly extends?: string;
  readonly move?: Assignment;
  readonly topologies?: Placement['topologies'];
}

/**
 * Works out `extends` and `move`: a placement starts as the one that it extends; what it assigns overrides that;
 * what it moves runs on the new core in every topology.
 *
 * @throws SidecoreError `unknown-name` or `cycle`
 */
export function extendPlacements(
  placements: Readonly<Record<string, PlainPlacement>>,
): Record<string, Partial<Placement>> {
  const done = new Map<string, Partial<Placement>>();
  const extend = (name: string, users: readonly string[]): Partial<Placement> => {
    const known = done.get(name);
    if (known) return known;
    const { extends: parent, move = {}, ...own } = placements[name];
    const path = `placements.${name}.extends`;
    if (users.includes(name))
      throw new SidecoreError({
        code: 'cycle',
        path,
        message: `it extends itself: ${[...users.slice(users.indexOf(name)), name].join(' -> ')}`,
      });
    if (users.length >= longestChain)
      throw new SidecoreError({
        code: 'too-large',
        path,
        message: `more than ${longestChain} placements extend each other in a row`,
      });
    if (parent !== undefined && !Object.hasOwn(placements, parent))
      throw new SidecoreError({
        code: 'unknown-name',
        path,
        message: `there is no placement "${parent}"`,
        hint: didYouMean(parent, Object.keys(placements), `known: ${Object.keys(placements).join(', ')}`),
      });
    const base = parent === undefined ? {} : extend(parent, [...users, name]);
    const topologies = { ...base.topologies };
    for (const [topology, assign] of Object.entries(own.topologies ?? {}))
      topologies[topology] = { ...topologies[topology], ...assign };
    const placement = {
      ...base,
      ...own,
      assign: { ...base.assign, ...own.assign, ...move },
      topologies: Object.fromEntries(
        Object.entries(topologies).map(([topology, assign]) => [topology, without(assign, move)]),
      ),
    };
    done.set(name, placement);
    return placement;
  };
  return Object.fromEntries(Object.keys(placements).map((name) => [name, extend(name, [])]));
}

function without(assign: Assignment, moved: Assignment): Assignment {
  return Object.fromEntries(Object.entries(assign).filter(([name]) => !Object.hasOwn(moved, name)));
}
