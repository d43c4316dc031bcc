import { overflowLines, reloadTransient, touchedLines } from './cache';
import {
  BASE,
  type Charger,
  type Costs,
  DRAM,
  INTRINSIC,
  L2,
  LLC,
  mechanismCount,
  RELOAD,
  TLB,
} from './charger';
import { cyclicLevels, cyclicMisses, unitRate } from './cyclic';
import type { CacheLevel, Machine, PathModel } from './model';
import type { PathTraffic } from './packet-traffic';
import type { Plan, Resident } from './plan';

/** Activations per reference unit and units per activation of every resident, by flow and over the mix of flows. */
export function countActivations(plan: Plan, batch: Float64Array, costs: Costs): void {
  const { activationRate, activationBatch, flowActivations, visits, mix } = costs;
  const flows = plan.flows.length;
  flowActivations.fill(0);
  for (const pass of ['scheduled', 'in-caller'] as const) {
    for (let x = 0; x < plan.residents.length; x++) {
      const resident = plan.residents[x];
      if (resident.context.runsInCaller !== (pass === 'in-caller')) continue;
      let rate = 0;
      let unitRate = 0;
      for (const e of resident.activations) {
        const { to } = plan.links[e];
        const { flow } = plan.stages[to];
        flowActivations[x * flows + flow] += visits[to] / batch[e];
        rate += (mix[flow] * visits[to]) / batch[e];
        unitRate += mix[flow] * visits[to];
      }
      for (const y of callersOf(plan, resident)) {
        for (let f = 0; f < flows; f++) flowActivations[x * flows + f] += flowActivations[y * flows + f];
        rate += activationRate[y];
        unitRate += activationRate[y] * activationBatch[y];
      }
      activationRate[x] = rate;
      activationBatch[x] = rate > 0 ? unitRate / rate : steadyBatch(plan, batch, visits, x);
    }
  }
}

/** Units that a context handles at a time when nothing activates it: those of the links that touch it. */
function steadyBatch(plan: Plan, batch: Float64Array, visits: Float64Array, x: number): number {
  let unitRate = 0;
  let rate = 0;
  for (const e of plan.residents[x].neighbours) {
    unitRate += visits[plan.links[e].to];
    rate += visits[plan.links[e].to] / batch[e];
  }
  return rate > 0 ? unitRate / rate : 1;
}

/** Who enters a context that runs in its caller: its callers on this core, or whoever is scheduled here. */
function callersOf(plan: Plan, resident: Resident): readonly number[] {
  if (!resident.context.runsInCaller) return [];
  return resident.callers.length > 0 ? resident.callers : plan.scheduled[resident.core];
}

/**
 * Reload after a switch: on a core that two or more scheduled contexts share, each activation of a context finds
 * some of its lines displaced by what the others touched in between: their footprints, and the payload buffers that
 * the other scheduled contexts passed over. In small batches an activation touches only a part of the footprint, so
 * a line is used again only every F / u activations: the displacement is that of so many rounds.
 */
export function chargeReloads(
  model: PathModel,
  plan: Plan,
  traffic: PathTraffic,
  costs: Costs,
  ledger: Charger,
): void {
  const { machine } = model;
  const { activationRate, activationBatch, reloadCycles } = costs;
  reloadCycles.fill(0);
  for (let x = 0; x < plan.residents.length; x++) {
    const resident = plan.residents[x];
    const { core, context } = resident;
    const squeezed = plan.cores[core].siblingBusy;
    if (context.cyclic) {
      chargeCyclic(model, plan, traffic, costs, ledger, x);
      continue;
    }
    if (plan.scheduled[core].length > 1 && activationRate[x] > 0) {
      const switching = switchingShare(plan, costs, x);
      const batch = activationBatch[x] / switching;
      const { footprintLines, touchedLinesPerUnit } = context;
      const touched = touchedLines(footprintLines, touchedLinesPerUnit, batch);
      // A line is used again only after so many activations, and everything touched meanwhile displaces it.
      const rounds = touched > 0 ? footprintLines / touched : 1;
      const own = touchedLines(footprintLines, touchedLinesPerUnit, batch * rounds);
      let displacing = batch * rounds * costs.linesPerPacket * plan.foreignBuffers[x];
      for (let y = 0; y < plan.residents.length; y++)
        if (y !== x && plan.residents[y].core === core)
          displacing += footprint(plan, costs, y, rounds, activationRate[x] * switching);
      const lost = switching * (own > 0 ? touched / own : 0);
      const fromL1 = reload(machine, machine.l1, own, displacing, squeezed);
      const fromL2 = Math.min(fromL1, reload(machine, machine.l2, own, displacing, squeezed));
      const fromLlc = Math.min(fromL2, reload(machine, machine.llc, own, displacing, false));
      chargeLoss(plan, costs, ledger, x, L2, lost * (fromL1 - fromL2));
      chargeLoss(plan, costs, ledger, x, LLC, lost * (fromL2 - fromLlc));
      chargeLoss(plan, costs, ledger, x, DRAM, lost * fromLlc);
      if (!context.taggedTlb) chargeLoss(plan, costs, ledger, x, TLB, switching * context.tlbPages);
    }
    if (squeezed) chargeSqueeze(machine, plan, costs, ledger, x);
  }
}

/**
 * Share of a resident's activations that come after another context has run, and not after itself: at most one for each
 * activation of the others.
 */
function switchingShare(plan: Plan, costs: Costs, x: number): number {
  if (costs.foundTogether[x] === 0) return 1;
  let others = 0;
  for (const y of plan.scheduled[plan.residents[x].core]) if (y !== x) others += costs.activationRate[y];
  return others > 0 ? Math.min(1, others / costs.activationRate[x]) : 1;
}

/** Charges the misses of a cyclic walk for every unit that a resident handles. */
function chargeCyclic(
  model: PathModel,
  plan: Plan,
  traffic: PathTraffic,
  costs: Costs,
  ledger: Charger,
  x: number,
): void {
  const { neighbours, stages } = plan.residents[x];
  const { own, reload } = cyclicMisses(model, plan, traffic, costs, x);
  // What passes payload on does not walk the footprint, if there is something else that can.
  const walking = stages.filter(
    (s) =>
      plan.stages[s].stage.reads.length === 0 &&
      plan.stages[s].stage.writes.length === 0 &&
      plan.stages[s].stage.streams.length === 0,
  );
  const walkers = walking.length > 0 ? walking : stages;
  for (let f = 0; f < plan.flows.length; f++) {
    let units = 0;
    for (const e of neighbours)
      if (plan.stages[plan.links[e].to].flow === f) units += costs.visits[plan.links[e].to];
    cyclicLevels.forEach((level, at) => {
      book(plan, costs, ledger, x, f, INTRINSIC, level, units * own[at], walkers);
      book(plan, costs, ledger, x, f, RELOAD, level, units * reload[at], walkers);
    });
  }
  const perActivation =
    costs.activationRate[x] > 0 ? unitRate(costs, plan, neighbours) / costs.activationRate[x] : 0;
  cyclicLevels.forEach((level, at) => {
    costs.reloadCycles[x] +=
      perActivation * reload[at] * ledger.linePenalty(stages[0], level, costs.randomPenalty);
  });
}

/**
 * Lines that a resident touches in so many of its activations; one that nothing activates runs as many units as come
 * by between two activations, of the given rate, of its neighbour.
 */
function footprint(plan: Plan, costs: Costs, x: number, activations: number, neighbourRate: number): number {
  const { context, stages } = plan.residents[x];
  let units = costs.activationBatch[x];
  if (costs.activationRate[x] === 0) {
    let unitRate = 0;
    for (const s of stages) unitRate = Math.max(unitRate, costs.visits[s]);
    units = unitRate / neighbourRate;
  }
  const { footprintLines, touchedLinesPerUnit, cyclic } = context;
  if (cyclic) return Math.min(footprintLines, touchedLinesPerUnit * units * activations);
  return touchedLines(footprintLines, touchedLinesPerUnit, units * activations);
}

function reload(
  machine: Machine,
  level: CacheLevel,
  own: number,
  displacing: number,
  halved: boolean,
): number {
  return reloadTransient(own, displacing, setsOf(machine, level) / (halved ? 2 : 1), level.ways);
}

function setsOf(machine: Machine, level: CacheLevel): number {
  return level.capacity / (machine.lineSize * level.ways);
}

/** A busy hardware sibling leaves half of the private caches: the part of the footprint that then no longer fits. */
function chargeSqueeze(machine: Machine, plan: Plan, costs: Costs, ledger: Charger, x: number): void {
  const { footprintLines, touchedLinesPerUnit } = plan.residents[x].context;
  const extra = (level: CacheLevel) => {
    const sets = setsOf(machine, level);
    return (
      overflowLines(footprintLines, sets / 2, level.ways) - overflowLines(footprintLines, sets, level.ways)
    );
  };
  const perLine = footprintLines > 0 ? touchedLinesPerUnit / footprintLines : 0;
  const fromL1 = extra(machine.l1);
  const fromL2 = Math.min(fromL1, extra(machine.l2));
  for (let f = 0; f < plan.flows.length; f++) {
    book(plan, costs, ledger, x, f, RELOAD, L2, perLine * (fromL1 - fromL2));
    book(plan, costs, ledger, x, f, RELOAD, LLC, perLine * fromL2);
  }
}

/** Books lines that each activation of a resident reloads, on every flow by its activations. */
function chargeLoss(
  plan: Plan,
  costs: Costs,
  ledger: Charger,
  x: number,
  level: number,
  lines: number,
): void {
  const flows = plan.flows.length;
  for (let f = 0; f < flows; f++)
    book(plan, costs, ledger, x, f, RELOAD, level, lines * costs.flowActivations[x * flows + f]);
  costs.reloadCycles[x] +=
    lines * ledger.linePenalty(plan.residents[x].stages[0], level, costs.randomPenalty);
}

/** Books lines of one flow on the stages that the resident runs for it, in proportion to their base cycles. */
function book(
  plan: Plan,
  costs: Costs,
  ledger: Charger,
  x: number,
  flow: number,
  mechanism: number,
  level: number,
  lines: number,
  own = plan.residents[x].stages,
): void {
  let base = 0;
  let count = 0;
  for (const s of own) {
    if (plan.stages[s].flow !== flow) continue;
    base += costs.cycles[s * mechanismCount + BASE];
    count += 1;
  }
  for (const s of own) {
    if (plan.stages[s].flow !== flow) continue;
    const part = base > 0 ? costs.cycles[s * mechanismCount + BASE] / base : 1 / count;
    ledger.lines(s, mechanism, level, part * lines, costs.randomPenalty);
  }
}
