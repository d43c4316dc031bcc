import { displacedShare, touchedLines } from './cache';
import type { Costs } from './charger';
import { DRAM, L2, LLC } from './charger';
import type { CacheLevel, Machine, PathModel } from './model';
import type { PathTraffic } from './packet-traffic';
import type { OwnBuffers, Plan } from './plan';

/** Lines of each level per unit that a cyclic walk misses. */
export interface CyclicMisses {
  /** With the core to itself: what does not fit beside its own payload. */
  readonly own: Float64Array;
  /** What others on the core displace beyond that. */
  readonly reload: Float64Array;
}

/**
 * Misses of a context that walks its footprint of F lines in a fixed order, r lines a unit. A line comes again after
 * m = F / r units, when all others of the footprint, the payload of those units and, if others have run on the core in
 * between, their lines and payload have been touched; least-recently-used caches then miss it with `displacedShare`.
 * Others run in between with probability min(1, m / b) for turns of b units. Where m < 1, the share 1 - m of the
 * touches follows within the same unit, with nothing but the footprint in between.
 *
 * @see docs/theory.md, section 2.3
 */
export function cyclicMisses(
  model: PathModel,
  plan: Plan,
  traffic: PathTraffic,
  costs: Costs,
  x: number,
): CyclicMisses {
  const { machine } = model;
  const { context, core, buffers } = plan.residents[x];
  const { footprintLines, touchedLinesPerUnit } = context;
  const own = new Float64Array(3);
  const reload = new Float64Array(3);
  if (footprintLines <= 0 || touchedLinesPerUnit <= 0) return { own, reload };
  const cycle = footprintLines / touchedLinesPerUnit;
  const turn = costs.activationRate[x] > 0 ? costs.activationBatch[x] : Number.POSITIVE_INFINITY;
  const switchLines = linesOfSwitch(plan, costs, x);
  // Others run between two turns, or at least the code that switches.
  const shared = Number.isFinite(turn) && (plan.scheduled[core].length > 1 || switchLines > 0);
  const payload = (units: number, { rings, private: own }: OwnBuffers) =>
    (Math.min(Math.max(1, units), traffic.window) * rings + own) * costs.linesPerPacket;
  const within = Math.max(0, 1 - cycle);
  const apart = shared ? Math.min(1, cycle / turn) : 0;
  const idle = idleLines(machine, plan, costs, x, Math.max(1, cycle));
  const near =
    footprintLines + idle + payload(cycle, buffers) + linesOf(plan, costs, x, Math.max(1, cycle), isCallee);
  const far = shared
    ? footprintLines + idle + switchLines + linesOf(plan, costs, x, Math.max(cycle, turn), isOther)
    : 0;
  const farPayload = shared ? payload(Math.max(cycle, turn), plan.buffersOnCore[core]) : 0;
  const squeezed = plan.cores[core].siblingBusy;
  let ownNext = 1;
  let farNext = 1;
  [machine.l1, machine.l2, machine.llc].forEach((level, at) => {
    const gone = (lines: number) =>
      displacedShare(lines, setsOf(level, machine.lineSize, squeezed && at < 2), level.ways);
    const alone = within * gone(footprintLines) + (1 - within) * gone(near);
    const displaced = apart * Math.max(0, gone(far + farPayload) - gone(near));
    const ownMiss = Math.min(ownNext, alone);
    const allMiss = Math.min(farNext, alone + displaced);
    if (at > 0) {
      own[at - 1] = ownNext - ownMiss;
      reload[at - 1] = farNext - allMiss - own[at - 1];
    }
    ownNext = ownMiss;
    farNext = allMiss;
  });
  own[2] = ownNext;
  reload[2] = farNext - ownNext;
  for (let at = 0; at < 3; at++) {
    own[at] *= touchedLinesPerUnit;
    reload[at] *= touchedLinesPerUnit;
  }
  return { own, reload };
}

/** Levels of the three entries. */
export const cyclicLevels = [L2, LLC, DRAM];

function linesOfSwitch(plan: Plan, costs: Costs, x: number): number {
  let lines = 0;
  for (const e of plan.residents[x].activations) {
    const { mechanism, distance } = plan.links[e];
    if (distance === 'same-core' || costs.takesTurns[e] === 1) lines = Math.max(lines, mechanism.switchLines);
  }
  return lines;
}

/** Lines that others of the host bring in while a context's core idles, for so many of its units. */
function idleLines(
  { idleDisplacement, lineSize }: Machine,
  plan: Plan,
  costs: Costs,
  x: number,
  units: number,
): number {
  const { core, neighbours, context } = plan.residents[x];
  if (idleDisplacement === 0 || context.runsInCaller) return 0;
  const rate = unitRate(costs, plan, neighbours);
  return rate > 0 ? (idleDisplacement / lineSize) * costs.idleTime[core] * (units / rate) : 0;
}

type Choice = (plan: Plan, x: number, y: number) => boolean;

/** What runs in a context's own time on its core. */
const isCallee: Choice = (plan, x, y) =>
  plan.residents[y].context.runsInCaller && plan.residents[y].callers.includes(x);

const isOther: Choice = () => true;

/** Distinct lines that other contexts of a core touch while one handles so many units. */
function linesOf(plan: Plan, costs: Costs, x: number, units: number, counts: Choice): number {
  const { core, neighbours } = plan.residents[x];
  const rate = unitRate(costs, plan, neighbours);
  let lines = 0;
  for (let y = 0; y < plan.residents.length; y++) {
    const other = plan.residents[y];
    if (y === x || other.core !== core || rate === 0 || !counts(plan, x, y)) continue;
    const theirs = (units * unitRate(costs, plan, other.neighbours)) / rate;
    const { footprintLines, touchedLinesPerUnit, cyclic } = other.context;
    lines += cyclic
      ? Math.min(footprintLines, theirs * touchedLinesPerUnit)
      : touchedLines(footprintLines, touchedLinesPerUnit, theirs);
  }
  return lines;
}

/** Units per mixed reference unit over some links. */
export function unitRate(costs: Costs, plan: Plan, links: readonly number[]): number {
  let rate = 0;
  for (const e of links) {
    const { to } = plan.links[e];
    rate += costs.mix[plan.stages[to].flow] * costs.visits[to];
  }
  return rate;
}

function setsOf(level: CacheLevel, lineSize: number, halved: boolean): number {
  return level.capacity / (lineSize * level.ways) / (halved ? 2 : 1);
}
