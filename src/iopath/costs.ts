import {
  ACTIVATION,
  BASE,
  Charger,
  type Costs,
  DRAM,
  INTRINSIC,
  L2,
  LLC,
  levelCount,
  mechanismCount,
  PEER,
  REMOTE_PEER,
  SWITCH,
  TRANSFER,
} from './charger';
import { chargeLlcSharing } from './llc-sharing';
import type { Machine, PathModel, Stage } from './model';
import type { PacketTraffic, PathTraffic } from './packet-traffic';
import type { Distance, Plan, PlannedStage } from './plan';
import { chargeReloads, countActivations } from './reload';

/** Lays out the tables for a plan, and computes what does not depend on batches: visits, payload, line penalties. */
export function layOutCosts(model: PathModel, plan: Plan, traffic: PathTraffic): Costs {
  const { stages, links, residents, cores, flows } = plan;
  const { latency, randomParallelism, streamingParallelism, tlbMissCycles, lineSize } = model.machine;
  const penalty = (parallelism: Machine['randomParallelism']) =>
    Float64Array.of(
      latency.l2 / parallelism.l2,
      latency.llc / parallelism.llc,
      latency.dram / parallelism.dram,
      latency.peer / parallelism.peer,
      latency.remotePeer / parallelism.remotePeer,
      tlbMissCycles,
    );
  const back = stages.some(({ reply }) => reply);
  // Who polls passes units on one by one, so that a turn finds the next ones there.
  const polled = cores.some(({ polls }) => polls);
  const visits = new Float64Array(stages.length);
  const payloadLines = new Float64Array(stages.length);
  for (let s = 0; s < stages.length; s++) {
    const way = wayOf(traffic, stages[s]);
    visits[s] = visitsOf(stages[s], way, model.machine);
    payloadLines[s] = (way.packets * way.payload) / lineSize;
  }
  const takesTurns = new Uint8Array(links.length);
  const unitsPerTurn = new Float64Array(links.length);
  for (let e = 0; e < links.length; e++) {
    const { turns, link, to, mechanism } = links[e];
    const cap = link.cap ?? model.batchCap;
    takesTurns[e] = turns && traffic.window * visits[to] > (polled ? 1 : cap) ? 1 : 0;
    unitsPerTurn[e] = mechanism.yields ? Math.min(cap, traffic.window) : 1;
  }
  return {
    cycles: new Float64Array(stages.length * mechanismCount),
    misses: new Float64Array(stages.length * levelCount),
    coreCycles: new Float64Array(cores.length * flows.length),
    visits,
    payloadLines,
    linesPerPacket:
      (back ? (traffic.there.payload + traffic.back.payload) / 2 : traffic.there.payload) / lineSize,
    mix: new Float64Array(flows.length).fill(1 / flows.length),
    flowActivations: new Float64Array(residents.length * flows.length),
    activationRate: new Float64Array(residents.length),
    foundTogether: new Uint8Array(residents.length),
    activationBatch: new Float64Array(residents.length),
    reloadCycles: new Float64Array(residents.length),
    idleTime: new Float64Array(cores.length),
    takesTurns,
    unitsPerTurn,
    wakeDepth: new Float64Array(links.length).fill(1),
    unitsPerNotification: new Float64Array(links.length).fill(1),
    randomPenalty: penalty(randomParallelism),
    streamingPenalty: penalty(streamingParallelism),
  };
}

function wayOf(traffic: PathTraffic, stage: PlannedStage): PacketTraffic {
  return stage.reply ? traffic.back : traffic.there;
}

function visitsOf({ stage }: PlannedStage, way: PacketTraffic, { pageSize }: Machine): number {
  return stage.visits * perPacket(stage.per, way, pageSize) * way.packets;
}

function perPacket(per: Stage['per'], way: PacketTraffic, pageSize: number): number {
  switch (per) {
    case 'packet':
      return 1;
    case 'segment':
      return 1 / way.segmentation;
    case 'page':
      return Math.max(1, Math.ceil((way.segmentation * way.payload) / pageSize - 1e-9)) / way.segmentation;
    case 'acknowledgement':
      return way.acknowledgementRatio;
    case 'message':
      return 1 / way.packetsPerMessage;
  }
}

/**
 * The cost algebra: cycles per reference unit by stage and mechanism, for given units per activation of each link.
 *
 * @param batch units per activation, entry per link of the plan
 * @param memoryInflation factor on the DRAM penalty from contention on the memory bus
 * @see docs/theory.md, section 2.2
 */
export function chargeCosts(
  model: PathModel,
  plan: Plan,
  traffic: PathTraffic,
  batch: Float64Array,
  memoryInflation: number,
  costs: Costs,
): void {
  costs.cycles.fill(0);
  costs.misses.fill(0);
  const ledger = new Charger(plan, costs, memoryInflation);
  chargeStages(model, plan, traffic, costs, ledger);
  chargeLinks(plan, batch, costs, ledger);
  countActivations(plan, batch, costs);
  chargeReads(model, plan, costs, ledger);
  chargeOwnership(model, plan, traffic, costs, ledger);
  chargeReloads(model, plan, traffic, costs, ledger);
  chargeLlcSharing(model, plan, costs, ledger);
  const { cycles, coreCycles } = costs;
  coreCycles.fill(0);
  for (let s = 0; s < plan.stages.length; s++) {
    let total = 0;
    for (let m = 0; m < mechanismCount; m++) total += cycles[s * mechanismCount + m];
    coreCycles[plan.stages[s].core * plan.flows.length + plan.stages[s].flow] += total;
  }
}

function chargeStages(
  model: PathModel,
  plan: Plan,
  traffic: PathTraffic,
  costs: Costs,
  ledger: Charger,
): void {
  const inCache = model.machine.directCacheAccess;
  for (let s = 0; s < plan.stages.length; s++) {
    const { stage } = plan.stages[s];
    const way = wayOf(traffic, plan.stages[s]);
    const visits = costs.visits[s];
    const messages = way.packets / way.packetsPerMessage;
    ledger.cycles(s, BASE, visits * stage.cycles + stage.cyclesPerByte * way.payload * way.packets);
    if (stage.application) ledger.cycles(s, BASE, way.applicationCycles * messages);
    ledger.lines(s, INTRINSIC, LLC, visits * stage.metadataLines, costs.randomPenalty);
    // A recycled buffer is fetched for ownership before it is written.
    ledger.lines(s, INTRINSIC, LLC, stage.writes.length * costs.payloadLines[s], costs.streamingPenalty);
  }
  for (const { stage, writer } of plan.reads) {
    if (writer >= 0) continue;
    const lines = costs.payloadLines[stage];
    ledger.lines(stage, INTRINSIC, LLC, inCache * lines, costs.streamingPenalty);
    ledger.lines(stage, INTRINSIC, DRAM, (1 - inCache) * lines, costs.streamingPenalty);
  }
}

function chargeLinks(plan: Plan, batch: Float64Array, costs: Costs, ledger: Charger): void {
  for (let e = 0; e < plan.links.length; e++) {
    const { from, to, mechanism, distance } = plan.links[e];
    const turns = costs.takesTurns[e] === 1;
    const unitRate = costs.visits[to];
    const activationRate = unitRate / batch[e];
    const notified = mechanism.suppressesEvents ? activationRate : unitRate / costs.unitsPerNotification[e];
    ledger.cycles(to, ACTIVATION, mechanism.targetCycles * notified);
    if (turns) ledger.cycles(to, SWITCH, mechanism.switchCycles * activationRate);
    if (from < 0) continue;
    const together = distance === 'same-core';
    if (!turns) {
      ledger.cycles(from, ACTIVATION, mechanism.sourceCycles * notified);
      const change = together ? mechanism.switchCycles : mechanism.wakeCycles * costs.wakeDepth[e];
      ledger.cycles(from, SWITCH, 0.5 * activationRate * change);
      ledger.cycles(to, SWITCH, 0.5 * activationRate * change);
    }
    if (together) continue;
    ledger.cycles(from, ACTIVATION, mechanism.crossCoreCycles * unitRate);
    ledger.cycles(to, ACTIVATION, mechanism.crossCoreCycles * unitRate);
    const lines = mechanism.ringLinesPerUnit * unitRate + mechanism.ringLinesPerActivation * activationRate;
    ledger.lines(to, TRANSFER, handOverLevel(distance), lines, costs.randomPenalty);
  }
}

/**
 * Who writes a payload buffer that another core has read since takes its lines over first, unless the reader's cache
 * has let go of them; the store buffer hides a part of each copy.
 */
function chargeOwnership(
  model: PathModel,
  plan: Plan,
  traffic: PathTraffic,
  costs: Costs,
  ledger: Charger,
): void {
  const { ownershipCycles, storeBufferLines, l2, lineSize } = model.machine;
  if (ownershipCycles === 0) return;
  for (const { stage, writer, distance } of plan.reads) {
    if (writer < 0 || distance === 'same-core') continue;
    const { payload, packets } = wayOf(traffic, plan.stages[writer]);
    const exposed = packets * Math.max(0, payload / lineSize - storeBufferLines);
    const streamed = traffic.window * costs.linesPerPacket * plan.passesOnCore[plan.stages[stage].core];
    const held = Math.exp((-streamed * lineSize) / l2.capacity);
    ledger.cycles(writer, TRANSFER, held * exposed * ownershipCycles);
  }
}

/** Which cache satisfies a line that the other end has just written. */
function handOverLevel(distance: Distance): number {
  if (distance === 'sibling') return L2;
  return distance === 'other-socket' ? REMOTE_PEER : PEER;
}

function chargeReads(model: PathModel, plan: Plan, costs: Costs, ledger: Charger): void {
  const { machine } = model;
  const l2Lines = machine.l2.capacity / machine.lineSize;
  for (const { stage, writer, distance } of plan.reads) {
    if (writer < 0) continue;
    const lines = costs.payloadLines[stage];
    if (distance !== 'same-core') {
      ledger.lines(stage, TRANSFER, handOverLevel(distance), lines, costs.streamingPenalty);
      continue;
    }
    // What the batch has streamed through since the write decides whether the line is still in the second level.
    const { core, resident } = plan.stages[stage];
    const streamed = costs.activationBatch[resident] * costs.linesPerPacket * plan.passesOnCore[core];
    const kept = Math.exp(-streamed / l2Lines);
    ledger.lines(stage, TRANSFER, L2, kept * lines, costs.streamingPenalty);
    ledger.lines(stage, TRANSFER, LLC, (1 - kept) * lines, costs.streamingPenalty);
  }
}
