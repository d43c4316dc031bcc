import { SidecoreError } from '../common';
import { type FlatTopology, flatten, type PathShape } from './flatten';
import type { Link, PathModel } from './model';

/** A link with its ends resolved to indices. */
export interface JoinedLink {
  readonly id: string;
  readonly link: Link;
  /** Index into `stages`; -1: the device. */
  readonly from: number;
  readonly to: number;
}

/** Payload that a stage reads, writes or streams. */
export interface Pass {
  /** Index of the buffer, which is one flow's, one way, on one host. */
  readonly buffer: number;
  /** Index of its name in the model, which flows and hosts share. */
  readonly name: number;
}

/** What of a topology does not depend on where its stages run: searches place one layout many times. */
export interface Layout extends Pick<FlatTopology, 'hosts' | 'flows' | 'stages'> {
  readonly topology: string;
  readonly links: readonly JoinedLink[];
  /** For each stage, the stages that call or notify it. */
  readonly callers: readonly (readonly number[])[];
  /** Contexts that links poll. */
  readonly pollers: ReadonlySet<string>;
  /** For each stage, what it reads, then writes, then streams. */
  readonly passes: readonly (readonly Pass[])[];
  /** Of each buffer, the stage that writes it last; -1 for one that is read but not written; absent: it is only streamed. */
  readonly writers: ReadonlyMap<number, number>;
}

/** Writes out a topology of a model that was checked, with every name resolved to an index. */
export function layOut(model: PathModel, topology: string, shape: PathShape): Layout {
  if (!Object.hasOwn(model.topologies, topology)) throw unknownName(model.topologies, topology, 'topology');
  const { hosts, flows, stages, links } = flatten(model, topology, shape);
  const index = new Map(stages.map(({ id }, s) => [id, s]));
  const joined = links.map(
    (link): JoinedLink => ({
      id: `${link.from ?? 'device'} -> ${link.to}`,
      link,
      from: link.from === undefined ? -1 : index.get(link.from)!,
      to: index.get(link.to)!,
    }),
  );
  const callers = stages.map((): number[] => []);
  const pollers = new Set<string>();
  for (const { link, from, to } of joined) {
    if (from >= 0) callers[to].push(from);
    if (link.mechanism === 'poll') pollers.add(stages[to].context);
  }
  const writers = new Map<number, number>();
  const number = numbering();
  const passes = stages.map(({ name, flow, reply, host }, s) => {
    const { reads, writes, streams } = model.stages[name];
    const pass = (buffer: string): Pass => ({
      name: number(buffer),
      buffer: number(`${flow}/${reply}/${host}/${buffer}`),
    });
    const read = reads.map(pass);
    const written = writes.map(pass);
    for (const { buffer } of read) if (!writers.has(buffer)) writers.set(buffer, -1);
    for (const { buffer } of written) writers.set(buffer, s);
    return [...read, ...written, ...streams.map(pass)];
  });
  return { topology, hosts, flows, stages, links: joined, callers, pollers, passes, writers };
}

/** The error for a name that a table of the model lacks. */
export function unknownName(table: object, name: string, what: 'topology' | 'placement'): SidecoreError {
  return new SidecoreError({
    code: 'unknown-name',
    path: what === 'topology' ? 'topologies' : 'placements',
    message: `there is no ${what} "${name}"`,
    hint: `known: ${Object.keys(table).join(', ')}`,
  });
}

/** Numbers names in the order in which they come. */
function numbering(): (name: string) => number {
  const known = new Map<string, number>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, known.size);
    return known.size - 1;
  };
}
