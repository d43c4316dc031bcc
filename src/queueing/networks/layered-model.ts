import { integer, nonNegative, onlyFields, plainObject, positive, SidecoreError } from '../../common';

/** A closed group of users that think and then call tasks. */
export interface LayeredClients {
  readonly population: number;
  /** Seconds between passages. Default 0. */
  readonly thinkTime?: number;
  /** Calls per passage, by task; the user waits for each. */
  readonly calls: Readonly<Record<string, number>>;
}

/** A server with threads that serve calls, on a processor of its own, and may call other tasks and wait for them. */
export interface LayeredTask {
  /** Calls served at a time. Default 1. */
  readonly threads?: number;
  /** Cores of its processor. Default 1. */
  readonly processors?: number;
  /** Work on the processor per call, seconds (exponential). */
  readonly serviceTime: number;
  /** Calls to other tasks per call served; the thread waits for each. */
  readonly calls?: Readonly<Record<string, number>>;
}

/** Clients that call tasks that call tasks. Names must be unique. */
export interface LayeredModel {
  readonly clients: Readonly<Record<string, LayeredClients>>;
  readonly tasks: Readonly<Record<string, LayeredTask>>;
}

/** A client group or a task, numbered; who calls stands before whom it calls. */
export interface LayeredActor {
  readonly name: string;
  /** Threads, or users. */
  readonly threads: number;
  /** 0 for a task. */
  readonly thinkTime: number;
  readonly isTask: boolean;
  readonly processors: number;
  readonly serviceTime: number;
  readonly calls: readonly { readonly to: number; readonly count: number }[];
  /** 0 for clients; for a task one more than the deepest caller. */
  readonly depth: number;
}

/** Checks a layered model and puts its actors in an order in which callers stand first. */
export function layeredActors(model: LayeredModel): LayeredActor[] {
  plainObject(model, 'model');
  onlyFields(model, ['clients', 'tasks'], '');
  const clients = Object.entries(plainObject(model.clients, 'clients')) as [string, LayeredClients][];
  const tasks = Object.entries(plainObject(model.tasks, 'tasks')) as [string, LayeredTask][];
  if (clients.length === 0)
    throw new SidecoreError({ code: 'invalid-shape', path: 'clients', message: 'no clients given' });
  const position = new Map(tasks.map(([name], i) => [name, clients.length + i]));
  const actors = [
    ...clients.map(([name, client]) => checkedClient(name, client, position)),
    ...tasks.map(([name, task]) => checkedTask(name, task, position)),
  ];
  for (const [name] of clients)
    if (position.has(name))
      throw new SidecoreError({
        code: 'invalid-shape',
        path: `tasks.${name}`,
        message: 'clients and a task have the same name',
      });
  return inLayers(actors);
}

function checkedCalls(
  given: unknown,
  path: string,
  position: ReadonlyMap<string, number>,
): LayeredActor['calls'] {
  return Object.entries(plainObject(given ?? {}, path)).flatMap(([name, count]) => {
    const to = position.get(name);
    if (to === undefined)
      throw new SidecoreError({
        code: 'unknown-name',
        path: `${path}.${name}`,
        message: 'there is no such task',
        hint: `tasks: ${[...position.keys()].join(', ')}`,
      });
    const calls = nonNegative(count, `${path}.${name}`);
    return calls > 0 ? [{ to, count: calls }] : [];
  });
}

function checkedClient(
  name: string,
  client: LayeredClients,
  position: ReadonlyMap<string, number>,
): LayeredActor {
  const path = `clients.${name}`;
  plainObject(client, path);
  onlyFields(client, ['population', 'thinkTime', 'calls'], path);
  return {
    name,
    threads: integer(client.population, `${path}.population`, 0),
    thinkTime: nonNegative(client.thinkTime ?? 0, `${path}.thinkTime`),
    isTask: false,
    processors: 0,
    serviceTime: 0,
    calls: checkedCalls(client.calls, `${path}.calls`, position),
    depth: 0,
  };
}

function checkedTask(name: string, task: LayeredTask, position: ReadonlyMap<string, number>): LayeredActor {
  const path = `tasks.${name}`;
  plainObject(task, path);
  onlyFields(task, ['threads', 'processors', 'serviceTime', 'calls'], path);
  return {
    name,
    threads: integer(task.threads ?? 1, `${path}.threads`, 1),
    thinkTime: 0,
    isTask: true,
    processors: integer(task.processors ?? 1, `${path}.processors`, 1),
    serviceTime: positive(task.serviceTime, `${path}.serviceTime`),
    calls: checkedCalls(task.calls, `${path}.calls`, position),
    depth: 0,
  };
}

/** Finds the depths; tasks that call each other in a circle have none. */
function inLayers(actors: readonly LayeredActor[]): LayeredActor[] {
  const depth: number[] = actors.map((actor) => (actor.isTask ? 1 : 0));
  for (let round = 0; round <= actors.length; round++) {
    let moved = false;
    actors.forEach((actor, i) => {
      for (const { to } of actor.calls)
        if (depth[to] <= depth[i]) {
          depth[to] = depth[i] + 1;
          moved = true;
        }
    });
    if (!moved) break;
    if (round === actors.length)
      throw new SidecoreError({
        code: 'cycle',
        path: 'tasks',
        message: 'tasks call each other in a circle, so a thread may wait for itself',
      });
  }
  return actors.map((actor, i) => ({ ...actor, depth: depth[i] }));
}
