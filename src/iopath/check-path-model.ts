import {
  integer,
  nonNegative,
  oneOf,
  onlyFields,
  plainObject,
  positive,
  probability,
  shown,
} from '../common';
import { largestAssociativity } from './cache';
import { checkFittedParameters } from './check-fitted-parameters';
import { checkTopology } from './check-topology';
import { checkTraffic } from './check-traffic';
import { batchSize, checkNames, flag, invalid, known, list, text, unknown } from './check-values';
import {
  type Assignment,
  type CacheLevel,
  type LevelTable,
  movabilities,
  type PathModel,
  units,
} from './model';

const mechanismFlags = ['activates', 'yields', 'suppressesEvents'];

/**
 * Checks every number and every name of a completed model; throws at the first that is wrong.
 *
 * @param before a checked model with the same names, texts and flags: what the two share is not checked again
 */
export function checkPathModel(model: PathModel, before?: PathModel): void {
  for (const [path, table] of Object.entries({
    'machine.cores': model.machine.cores,
    contexts: model.contexts,
    mechanisms: model.mechanisms,
    stages: model.stages,
    topologies: model.topologies,
    placements: model.placements,
  }))
    if (!before) checkNames(table, path);
  text(model.name, 'name');
  text(model.description, 'description');
  if (model.machine !== before?.machine) checkMachine(model);
  checkNetworkAndTraffic(model);
  batchSize(model.batch, 'batch');
  integer(model.batchCap, 'batchCap', 1);
  integer(model.slots, 'slots', 1);
  for (const [name, context] of changed(model.contexts, before?.contexts)) {
    const path = `contexts.${name}`;
    nonNegative(context.footprintLines, `${path}.footprintLines`);
    nonNegative(context.touchedLinesPerUnit, `${path}.touchedLinesPerUnit`);
    nonNegative(context.tlbPages, `${path}.tlbPages`);
    flag(context.taggedTlb, `${path}.taggedTlb`);
    flag(context.runsInCaller, `${path}.runsInCaller`);
    flag(context.perGuest, `${path}.perGuest`);
    integer(context.interruptLevel, `${path}.interruptLevel`, 0);
    flag(context.cyclic, `${path}.cyclic`);
  }
  for (const [name, mechanism] of changed(model.mechanisms, before?.mechanisms)) {
    for (const [field, value] of Object.entries(mechanism)) {
      if (mechanismFlags.includes(field)) flag(value, `mechanisms.${name}.${field}`);
      else nonNegative(value, `mechanisms.${name}.${field}`);
    }
  }
  for (const [name] of changed(model.stages, before?.stages)) checkStage(model, name);
  for (const [name] of changed(model.topologies, before?.topologies)) checkTopology(model, name);
  if (model.placements !== before?.placements) checkPlacements(model);
  for (const [name, range] of changed(model.parameters, before?.parameters)) {
    const path = `parameters.${name}`;
    onlyFields(plainObject(range, path), ['low', 'high', 'source'], path);
    nonNegative(range.low, `${path}.low`);
    nonNegative(range.high, `${path}.high`);
    text(range.source, `${path}.source`);
    if (typeof numberAt(model, name) !== 'number' && !(name === 'batch' && model.batch === 'solve'))
      invalid(path, 'this path does not lead to a number of the model', 'write it as stages.<name>.cycles');
    if (range.low > range.high) invalid(path, `low ${range.low} is above high ${range.high}`);
  }
  if (model.fit !== undefined && model.fit !== before?.fit) checkFittedParameters(model.fit, numberAt, model);
}

/** The entries of a table that are not the same objects as in the table before. */
function changed<T>(table: Readonly<Record<string, T>>, before?: Readonly<Record<string, T>>): [string, T][] {
  if (table === before) return [];
  const entries = Object.entries(table);
  return before ? entries.filter(([name, entry]) => entry !== before[name]) : entries;
}

function checkMachine({ machine }: PathModel): void {
  positive(machine.clock, 'machine.clock', 'give it in hertz, or as "2.67 GHz" in a model file');
  positive(machine.lineSize, 'machine.lineSize');
  positive(machine.pageSize, 'machine.pageSize');
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
  if (!(machine.llcSharingExponent >= 0 && machine.llcSharingExponent <= 2))
    invalid(
      'machine.llcSharingExponent',
      `${shown(machine.llcSharingExponent)} is not between 0 and 2`,
      '0 leaves the sharing out, 0.5 is usual',
    );
  flag(machine.mitigations, 'machine.mitigations');
  nonNegative(machine.idleDisplacement, 'machine.idleDisplacement');
  nonNegative(machine.ownershipCycles, 'machine.ownershipCycles');
  nonNegative(machine.storeBufferLines, 'machine.storeBufferLines');
  for (const [name, core] of Object.entries(machine.cores)) {
    const path = `machine.cores.${name}`;
    text(core.socket, `${path}.socket`);
    if (core.clock !== undefined) positive(core.clock, `${path}.clock`);
    if (core.timeSlice !== undefined) positive(core.timeSlice, `${path}.timeSlice`);
    if (core.background !== undefined && !(probability(core.background, `${path}.background`) < 1))
      invalid(`${path}.background`, '1 leaves nothing of the core', 'give a share below 1');
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
  checkTraffic(traffic, 'traffic');
}

function checkStage(model: PathModel, name: string): void {
  const stage = model.stages[name];
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
  flag(stage.application, `${path}.application`);
  if (Object.hasOwn(model.contexts, name))
    invalid(
      path,
      'a stage and a context share this name',
      'a placement could not tell them apart; rename one',
    );
}

function checkPlacements(model: PathModel): void {
  for (const [name, placement] of Object.entries(model.placements)) {
    const path = `placements.${name}`;
    text(placement.description, `${path}.description`);
    checkAssignment(model, placement.assign, `${path}.assign`);
    plainObject(placement.topologies, `${path}.topologies`);
    list(placement.polls, `${path}.polls`);
    placement.polls.forEach((context, i) => {
      known(model.contexts, context, `${path}.polls[${i}]`, 'context');
    });
    for (const [topology, assign] of Object.entries(placement.topologies)) {
      known(model.topologies, topology, `${path}.topologies.${topology}`, 'topology');
      checkAssignment(model, assign, `${path}.topologies.${topology}`);
    }
  }
}

function checkAssignment(model: PathModel, assign: Assignment, path: string): void {
  plainObject(assign, path);
  for (const [subject, core] of Object.entries(assign)) {
    if (!Object.hasOwn(model.contexts, subject) && !Object.hasOwn(model.stages, subject))
      unknown(`${path}.${subject}`, subject, 'context or stage', [
        ...Object.keys(model.contexts),
        ...Object.keys(model.stages),
      ]);
    if (typeof core === 'string' || core === null || typeof core !== 'object') {
      known(model.machine.cores, core, `${path}.${subject}`, 'core');
      continue;
    }
    list(core, `${path}.${subject}`);
    if (core.length === 0) invalid(`${path}.${subject}`, 'an empty list of cores', 'name at least one');
    core.forEach((one, i) => {
      known(model.machine.cores, one, `${path}.${subject}[${i}]`, 'core');
    });
  }
}

/** The value at a dotted path of a model. */
function numberAt(model: PathModel, path: string): unknown {
  return path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .reduce(
      (value: unknown, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      model,
    );
}
