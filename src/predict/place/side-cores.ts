import { integer, oneOf, SidecoreError, shown } from '../../common';
import { unknown } from '../../iopath/check-values';
import type { Core, PathModel } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';

export interface SideCores {
  readonly names: readonly string[];
  readonly added: Readonly<Record<string, Core>>;
}

const mostSideCores = 16;

/**
 * Cores for the side: those named, else those of the model that the path leaves free, on the socket of its first
 * core, those that other placements use first; where these are too few, more of the same.
 */
export function chooseSideCores(
  model: PathModel,
  planned: Plan,
  count: number | undefined,
  named: readonly string[] | undefined,
): SideCores {
  const used = new Set(planned.cores.map(({ name }) => name.slice(name.lastIndexOf('/') + 1)));
  if (named !== undefined) return { names: namedCores(model, used, count, named), added: {} };
  const wanted = integer(count ?? 1, 'options.sideCores', 0);
  if (wanted > mostSideCores)
    throw new SidecoreError({
      code: 'too-large',
      path: 'options.sideCores',
      message: `${wanted} is above ${mostSideCores}`,
    });
  const cores = model.machine.cores;
  const [first] = used;
  const { socket } = cores[first];
  const elsewhere = new Set(
    Object.values(model.placements).flatMap(({ assign, topologies }) =>
      [assign, topologies[planned.topology] ?? {}].flatMap((table) => Object.values(table).flat()),
    ),
  );
  const free = Object.keys(cores).filter((name) => {
    const { sibling } = cores[name];
    return !used.has(name) && cores[name].socket === socket && (sibling === undefined || !used.has(sibling));
  });
  free.sort((a, b) => Number(!elsewhere.has(a)) - Number(!elsewhere.has(b)));
  const names = free.slice(0, wanted);
  const added: Record<string, Core> = {};
  for (let i = 1; names.length < wanted; i++) {
    const name = `side-core-${i}`;
    if (Object.hasOwn(cores, name)) continue;
    added[name] = { socket };
    names.push(name);
  }
  return { names, added };
}

function namedCores(
  model: PathModel,
  used: ReadonlySet<string>,
  count: number | undefined,
  named: unknown,
): readonly string[] {
  if (!Array.isArray(named) || named.length === 0 || named.length > mostSideCores)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'options.cores',
      message: `${shown(named)} names no side-core`,
      hint: `name 1 to ${mostSideCores} cores of the machine`,
    });
  const known = Object.keys(model.machine.cores);
  const names = Array.from(new Set(named as unknown[]), (name, i) => {
    if (typeof name !== 'string' || !known.includes(name))
      unknown(`options.cores[${i}]`, String(name), 'core', known);
    return oneOf(name, known, `options.cores[${i}]`);
  });
  if (count !== undefined && count !== names.length)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'options.sideCores',
      message: `${shown(count)} side-cores are asked for, and ${names.length} are named`,
      hint: 'give one of the two',
    });
  const taken = names.find((name) => used.has(name));
  if (taken !== undefined)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'options.cores',
      message: `${shown(taken)} is in use before already`,
      hint: 'name cores that the path leaves free',
    });
  return names;
}
