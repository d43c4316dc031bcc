import { SidecoreError } from '../common';
import type { Link, PathModel, Topology, TrafficKind } from './model';

/** What of the traffic decides which stages there are. */
export interface PathShape {
  readonly kind: TrafficKind;
  readonly guests: number;
  readonly queues: number;
}

/** A stage of one flow, with the name that it has there. */
export interface FlatStage {
  readonly id: string;
  /** Name of the stage, and of its context, in the model. */
  readonly name: string;
  readonly context: string;
  readonly host: string;
  /** The topology of the model that the stage was listed in. */
  readonly part: string;
  /** Index into `flows`. */
  readonly flow: number;
  readonly guest: number;
  /** True on the way back. */
  readonly reply: boolean;
}

/** Every stage of every flow of a topology, and the links between them. */
export interface FlatTopology {
  readonly hosts: readonly string[];
  readonly flows: readonly string[];
  readonly stages: readonly FlatStage[];
  readonly links: readonly Link[];
}

/** Writes out a topology: its hosts side by side, the way there and back, a copy for every guest and queue. */
export function flatten(model: PathModel, name: string, shape: PathShape): FlatTopology {
  const topology = model.topologies[name];
  const ways = {
    stream: [[false]],
    'request-response': [[false, true]],
    bidirectional: [[false], [true]],
    open: [[false]],
  }[shape.kind];
  const flows: string[] = [];
  const stages: FlatStage[] = [];
  const links: Link[] = [];
  for (let guest = 0; guest < shape.guests; guest++)
    for (let queue = 0; queue < shape.queues; queue++)
      for (const way of ways) {
        const flow = flowName(shape, guest, queue, way[0]);
        for (const reply of way)
          for (const { host, part, contexts } of parts(model, name, topology, reply)) {
            const prefix = [
              flow === 'flow' ? '' : flow,
              topology.hosts ? host : '',
              reply && shape.kind === 'request-response' ? 'reply' : '',
            ]
              .filter((word) => word !== '')
              .map((word) => `${word}/`)
              .join('');
            for (const stage of model.topologies[part].stages) {
              const { context } = model.stages[stage];
              const as = Object.hasOwn(contexts, context) ? contexts[context] : context;
              stages.push({
                id: prefix + stage,
                name: stage,
                context: as,
                host,
                part,
                flow: flows.length,
                guest,
                reply,
              });
            }
            for (const link of completeLinks(model.topologies[part]))
              links.push({
                ...link,
                to: prefix + link.to,
                ...(link.from === undefined ? {} : { from: prefix + link.from }),
              });
          }
        flows.push(flow);
      }
  return { hosts: topology.hosts ? Object.keys(topology.hosts) : [name], flows, stages, links };
}

function flowName({ guests, queues, kind }: PathShape, guest: number, queue: number, reply: boolean): string {
  const words = [
    guests > 1 ? `guest-${guest + 1}` : '',
    queues > 1 ? `queue-${queue + 1}` : '',
    kind === 'bidirectional' ? (reply ? 'backward' : 'forward') : '',
  ];
  return words.filter((word) => word !== '').join('/') || 'flow';
}

interface Part {
  readonly host: string;
  readonly part: string;
  /** Context of the part -> context that it is on this host. */
  readonly contexts: Readonly<Record<string, string>>;
}

/** The topologies that a packet passes one way, in order. */
function parts(model: PathModel, name: string, topology: Topology, reply: boolean): Part[] {
  const hosts = topology.hosts ? Object.entries(topology.hosts) : [[name, name] as const];
  const ordered = reply ? [...hosts].reverse() : hosts;
  return ordered.map(([host, part]) => {
    if (!reply) return { host, part, contexts: {} };
    const back = model.topologies[part].reply;
    if (back === undefined)
      throw new SidecoreError({
        code: 'unsupported',
        path: `topologies.${part}`,
        message: 'no way back is given, which request-response and bidirectional traffic need',
        hint: 'add reply: { topology: ..., contexts: { ... } }',
      });
    return { host, part: back.topology, contexts: back.contexts };
  });
}

/** The links of a topology with the implied calls between consecutive stages written out. */
export function completeLinks(topology: Pick<Topology, 'stages' | 'links'>): Link[] {
  const reached = new Set(topology.links.map((link) => link.to));
  const calls = topology.stages.flatMap((stage, s) =>
    s > 0 && !reached.has(stage) ? [{ from: topology.stages[s - 1], to: stage, mechanism: 'call' }] : [],
  );
  return [...topology.links, ...calls];
}
