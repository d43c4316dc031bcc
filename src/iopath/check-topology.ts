import { integer, nonNegative, onlyFields, plainObject, positive, SidecoreError } from '../common';
import { batchSize, checkNames, flag, invalid, known, list, text, unknown } from './check-values';
import { completeLinks } from './flatten';
import type { Link, PathModel } from './model';

/** Checks one topology: its stages, its links, who writes which buffer, and that a packet reaches the end. */
export function checkTopology(model: PathModel, name: string): void {
  const path = `topologies.${name}`;
  const topology = model.topologies[name];
  text(topology.description, `${path}.description`);
  flag(topology.wire, `${path}.wire`);
  if (topology.roundTrip !== undefined) nonNegative(topology.roundTrip, `${path}.roundTrip`);
  list(topology.stages, `${path}.stages`);
  list(topology.links, `${path}.links`);
  if (topology.reply !== undefined) {
    known(model.topologies, topology.reply.topology, `${path}.reply.topology`, 'topology');
    if (model.topologies[topology.reply.topology].hosts !== undefined)
      invalid(`${path}.reply.topology`, 'it has hosts of its own', 'name a topology that lists stages');
    for (const [from, to] of Object.entries(plainObject(topology.reply.contexts, `${path}.reply.contexts`))) {
      known(model.contexts, from, `${path}.reply.contexts.${from}`, 'context');
      known(model.contexts, to, `${path}.reply.contexts.${from}`, 'context');
    }
  }
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
  onlyFields(plainObject(link, path), ['from', 'to', 'mechanism', 'batch', 'cap', 'byteCap', 'slots'], path);
  for (const end of ['from', 'to'] as const) {
    const stage = link[end];
    if (end === 'from' && stage === undefined) continue;
    if (typeof stage !== 'string' || !stages.has(stage))
      unknown(`${path}.${end}`, stage, 'stage of this topology', [...stages]);
  }
  known(model.mechanisms, link.mechanism, `${path}.mechanism`, 'mechanism');
  if (link.batch !== undefined) batchSize(link.batch, `${path}.batch`);
  if (link.cap !== undefined) integer(link.cap, `${path}.cap`, 1);
  if (link.byteCap !== undefined) positive(link.byteCap, `${path}.byteCap`);
  if (link.slots !== undefined) integer(link.slots, `${path}.slots`, 1);
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
