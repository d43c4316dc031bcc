import {
  integer,
  nonNegative,
  oneOf,
  onlyFields,
  plainObject,
  positive,
  probability,
  SidecoreError,
  shown,
} from '../common';
import { largestAssociativity } from './cache';
import { type CacheLevel, type LevelTable, type Link, movabilities, type PathModel, units } from './model';
import { completeLinks } from './plan';

/** The most stages that one topology may have, and entries that one table may have: beyond it something is wrong. */
const most = 10_000;

/** Checks every number and every name of a completed model; throws at the first that is wrong. */
export function checkPathModel(model: PathModel): void {
  for (const [path, table] of Object.entries({
    'machine.cores': model.machine.cores,
    contexts: model.contexts,
    mechanisms: model.mechanisms,
    stages: model.stages,
    topologies: model.topologies,
    placements: model.placements,
  }))
    checkNames(table, path);
  text(model.name, 'name');
  text(model.description, 'description');
  checkMachine(model);
  checkNetworkAndTraffic(model);
  batchSize(model.batch, 'batch');
  integer(model.batchCap, 'batchCap', 1);
  for (const [name, context] of Object.entries(model.contexts)) {
    const path = `contexts.${name}`;
    nonNegative(context.footprintLines, `${path}.footprintLines`);
    nonNegative(context.touchedLinesPerUnit, `${path}.touchedLinesPerUnit`);
    nonNegative(context.tlbPages, `${path}.tlbPages`);
    flag(context.taggedTlb, `${path}.taggedTlb`);
    flag(context.runsInCaller, `${path}.runsInCaller`);
  }
  for (const [name, mechanism] of Object.entries(model.mechanisms)) {
    for (const [field, value] of Object.entries(mechanism)) {
      if (field === 'activates') flag(value, `mechanisms.${name}.${field}`);
      else nonNegative(value, `mechanisms.${name}.${field}`);
    }
  }
  checkStages(model);
  for (const name of Object.keys(model.topologies)) checkTopology(model, name);
  checkPlacements(model);
  for (const [name, range] of Object.entries(model.parameters)) {
    const path = `parameters.${name}`;
    onlyFields(plainObject(range, path), ['low', 'high', 'source'], path);
    nonNegative(range.low, `${path}.low`);
    nonNegative(range.high, `${path}.high`);
    text(range.source, `${path}.source`);
    if (range.low > range.high) invalid(path, `low ${range.low} is above high ${range.high}`);
  }
}

function checkMachine({ machine }: PathModel): void {
  positive(machine.clock, 'machine.clock', 'give it in hertz, or as "2.67 GHz" in a model file');
  positive(machine.lineSize, 'machine.lineSize');
  for (const level of ['l1', 'l2', 'llc'] as const)
    checkCache(machine[level], machine.lineSize, `machine.${level}`);
  levels(machine.latency, 'machine.latency', nonNegative);
  levels(machine.randomParallelism, 'machine.randomParallelism', positive);
  levels(machine.streamingParallelism, 'machine.streamingParallelism', positive);
  nonNegative(machine.tlbMissCycles, 'machine.tlbMissCycles');
  probability(machine.directCacheAccess, 'machine.directCacheAccess');
  positive(machine.memoryBandwidth, 'machine.memoryBandwidth');
  if (!(machine.siblingSpeedup >= 1 && machine.siblingSpeedup <= 2))
    invalid('machine.siblingSpeedup', `${shown(machine.siblingSpeedup)} is not between 1 and 2`);
  for (const [name, core] of Object.entries(machine.cores)) {
    const path = `machine.cores.${name}`;
    text(core.socket, `${path}.socket`);
    if (core.clock !== undefined) positive(core.clock, `${path}.clock`);
    if (core.sibling === undefined) continue;
    known(machine.cores, core.sibling, `${path}.sibling`, 'core');
    if (core.sibling === name) invalid(`${path}.sibling`, 'a core cannot be its own sibling');
    if (machine.cores[core.sibling].sibling !== name)
      invalid(`${path}.sibling`, `core "${core.sibling}" does not name "${name}" as its sibling`);
  }
}

function checkCache(level: CacheLevel, lineSize: number, path: string): void {
  onlyFields(plainObject(level, path), ['capacity', 'ways'], path);
  positive(level.capacity, `${path}.capacity`);
  integer(level.ways, `${path}.ways`, 1);
  if (level.ways > largestAssociativity)
    invalid(`${path}.ways`, `${level.ways} is more than ${largestAssociativity}`, 'give the ways of one set');
  if (level.capacity < lineSize * level.ways)
    invalid(path, `${level.capacity} bytes do not hold one set of ${level.ways} lines of ${lineSize} bytes`);
}

function levels(table: LevelTable, path: string, check: (value: unknown, path: string) => number): void {
  for (const [level, value] of Object.entries(table)) check(value, `${path}.${level}`);
}

function checkNetworkAndTraffic({ network, traffic }: PathModel): void {
  positive(network.rate, 'network.rate', 'give it in bits per second, or as "10 Gbit/s" in a model file');
  nonNegative(network.roundTrip, 'network.roundTrip');
  positive(network.mtu, 'network.mtu');
  nonNegative(network.headerBytes, 'network.headerBytes');
  nonNegative(network.framingBytes, 'network.framingBytes');
  if (network.mtu <= network.headerBytes)
    invalid(
      'network.mtu',
      `${network.mtu} bytes leave no payload beside ${network.headerBytes} bytes of headers`,
    );
  oneOf(traffic.kind, ['stream'], 'traffic.kind');
  positive(traffic.message, 'traffic.message');
  integer(traffic.window, 'traffic.window', 1, 'give the number of packets in flight');
  if (traffic.window > 10_000_000)
    invalid('traffic.window', `${traffic.window} packets is more than 10,000,000`);
  if (!(Number.isFinite(traffic.segmentation) && traffic.segmentation >= 1))
    invalid('traffic.segmentation', `${shown(traffic.segmentation)} is not a finite number of 1 or more`);
  nonNegative(traffic.acknowledgementRatio, 'traffic.acknowledgementRatio');
}

function checkStages(model: PathModel): void {
  for (const [name, stage] of Object.entries(model.stages)) {
    const path = `stages.${name}`;
    known(model.contexts, stage.context, `${path}.context`, 'context');
    nonNegative(stage.cycles, `${path}.cycles`);
    nonNegative(stage.cyclesPerByte, `${path}.cyclesPerByte`);
    nonNegative(stage.metadataLines, `${path}.metadataLines`);
    for (const field of ['reads', 'writes', 'streams'] as const) {
      list(stage[field], `${path}.${field}`);
      stage[field].forEach((buffer, i) => {
        text(buffer, `${path}.${field}[${i}]`);
      });
    }
    oneOf(stage.per, units, `${path}.per`);
    nonNegative(stage.visits, `${path}.visits`);
    oneOf(stage.movable, movabilities, `${path}.movable`);
    if (Object.hasOwn(model.contexts, name))
      invalid(
        path,
        'a stage and a context share this name',
        'a placement could not tell them apart; rename one',
      );
  }
}

function checkTopology(model: PathModel, name: string): void {
  const path = `topologies.${name}`;
  const topology = model.topologies[name];
  text(topology.description, `${path}.description`);
  flag(topology.wire, `${path}.wire`);
  if (topology.roundTrip !== undefined) nonNegative(topology.roundTrip, `${path}.roundTrip`);
  list(topology.stages, `${path}.stages`);
  list(topology.links, `${path}.links`);
  if (topology.hosts !== undefined) {
    if (topology.stages.length + topology.links.length > 0)
      invalid(
        path,
        'hosts stand beside stages or links',
        'a topology either runs others side by side or lists stages',
      );
    plainObject(topology.hosts, `${path}.hosts`);
    checkNames(topology.hosts, `${path}.hosts`);
    for (const [host, part] of Object.entries(topology.hosts)) {
      known(model.topologies, part, `${path}.hosts.${host}`, 'topology');
      if (model.topologies[part].hosts !== undefined)
        invalid(
          `${path}.hosts.${host}`,
          `topology "${part}" has hosts of its own`,
          'name one that lists stages',
        );
    }
    if (Object.keys(topology.hosts).length === 0) invalid(`${path}.hosts`, 'no host given');
    return;
  }
  if (topology.stages.length === 0) invalid(`${path}.stages`, 'no stage given');
  const seen = new Set<string>();
  topology.stages.forEach((stage, i) => {
    known(model.stages, stage, `${path}.stages[${i}]`, 'stage');
    if (seen.has(stage)) invalid(`${path}.stages[${i}]`, `stage "${stage}" is listed twice`);
    seen.add(stage);
  });
  topology.links.forEach((link, i) => {
    checkLink(model, link, seen, `${path}.links[${i}]`);
  });
  checkWriters(model, topology.stages, path);
  checkAcyclic(topology.stages, completeLinks(topology), path);
}

function checkLink(model: PathModel, link: Link, stages: ReadonlySet<string>, path: string): void {
  onlyFields(plainObject(link, path), ['from', 'to', 'mechanism', 'batch', 'cap'], path);
  for (const end of ['from', 'to'] as const) {
    const stage = link[end];
    if (end === 'from' && stage === undefined) continue;
    if (typeof stage !== 'string' || !stages.has(stage))
      unknown(`${path}.${end}`, stage, 'stage of this topology', [...stages]);
  }
  known(model.mechanisms, link.mechanism, `${path}.mechanism`, 'mechanism');
  if (link.batch !== undefined) batchSize(link.batch, `${path}.batch`);
  if (link.cap !== undefined) integer(link.cap, `${path}.cap`, 1);
}

function checkWriters(model: PathModel, stages: readonly string[], path: string): void {
  const writers = new Map<string, string>();
  for (const name of stages)
    for (const buffer of model.stages[name].writes) {
      const other = writers.get(buffer);
      if (other !== undefined)
        invalid(
          path,
          `stages "${other}" and "${name}" both write buffer "${buffer}"`,
          'give each its own buffer',
        );
      writers.set(buffer, name);
    }
}

function checkAcyclic(stages: readonly string[], links: readonly Link[], path: string): void {
  const next = new Map<string, string[]>(stages.map((stage) => [stage, []]));
  const incoming = new Map<string, number>(stages.map((stage) => [stage, 0]));
  for (const { from, to } of links) {
    if (from === undefined) continue;
    next.get(from)!.push(to);
    incoming.set(to, incoming.get(to)! + 1);
  }
  const ready = stages.filter((stage) => incoming.get(stage) === 0);
  for (let i = 0; i < ready.length; i++)
    for (const to of next.get(ready[i])!) {
      incoming.set(to, incoming.get(to)! - 1);
      if (incoming.get(to) === 0) ready.push(to);
    }
  if (ready.length === stages.length) return;
  const left = stages.filter((stage) => incoming.get(stage)! > 0);
  throw new SidecoreError({
    code: 'cycle',
    path: `${path}.links`,
    message: `the stages ${left.slice(0, 8).join(', ')} form a cycle or follow one`,
    hint: 'a packet must reach the end; model a return path as stages of its own',
  });
}

function checkPlacements(model: PathModel): void {
  for (const [name, placement] of Object.entries(model.placements)) {
    const path = `placements.${name}`;
    text(placement.description, `${path}.description`);
    checkAssignment(model, placement.assign, `${path}.assign`);
    plainObject(placement.topologies, `${path}.topologies`);
    for (const [topology, assign] of Object.entries(placement.topologies)) {
      known(model.topologies, topology, `${path}.topologies.${topology}`, 'topology');
      checkAssignment(model, assign, `${path}.topologies.${topology}`);
    }
  }
}

function checkAssignment(model: PathModel, assign: Readonly<Record<string, string>>, path: string): void {
  plainObject(assign, path);
  for (const [subject, core] of Object.entries(assign)) {
    if (!Object.hasOwn(model.contexts, subject) && !Object.hasOwn(model.stages, subject))
      unknown(`${path}.${subject}`, subject, 'context or stage', [
        ...Object.keys(model.contexts),
        ...Object.keys(model.stages),
      ]);
    known(model.machine.cores, core, `${path}.${subject}`, 'core');
  }
}

function checkNames(table: object, path: string): void {
  const names = Object.keys(plainObject(table, path));
  if (names.length > most)
    throw new SidecoreError({
      code: 'too-large',
      path,
      message: `${names.length} entries are more than ${most}`,
      hint: 'merge what need not be told apart',
    });
  if (names.length === 0) invalid(path, 'nothing given', 'give at least one');
  for (const name of names)
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name) || name === 'constructor' || name.length > 100)
      invalid(`${path}.${name}`, `${shown(name)} is not a name`, 'use letters, digits, "-", "_" and "."');
}

function known(table: object, name: unknown, path: string, what: string): void {
  if (typeof name !== 'string' || !Object.hasOwn(table, name)) unknown(path, name, what, Object.keys(table));
}

function unknown(path: string, name: unknown, what: string, allowed: readonly string[]): never {
  const listed = allowed.length > 20 ? `${allowed.slice(0, 20).join(', ')}, ...` : allowed.join(', ');
  throw new SidecoreError({
    code: 'unknown-name',
    path,
    message: `there is no ${what} ${shown(name)}`,
    hint: `known: ${listed}`,
  });
}

function batchSize(value: unknown, path: string): void {
  if (value === 'solve') return;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 1)
    invalid(path, `${shown(value)} is neither a finite number of 1 or more nor "solve"`);
}

function text(value: unknown, path: string): void {
  if (typeof value !== 'string') invalid(path, `${shown(value)} is not a text`);
}

function flag(value: unknown, path: string): void {
  if (typeof value !== 'boolean') invalid(path, `${shown(value)} is neither true nor false`);
}

function list(value: unknown, path: string): void {
  if (!Array.isArray(value)) invalid(path, `${shown(value)} is not a list`);
  if ((value as unknown[]).length > most)
    throw new SidecoreError({
      code: 'too-large',
      path,
      message: `${(value as unknown[]).length} entries are more than ${most}`,
    });
}

function invalid(path: string, message: string, hint?: string): never {
  throw new SidecoreError({ code: 'invalid-value', path, message, hint });
}
