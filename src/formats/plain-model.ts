import { SidecoreError, shown } from '../common';
import type { Core, Link } from '../iopath/model';
import { isTable, type Table } from './shape';

/**
 * The short forms of a model file, written out: sockets as cores, `from -> to` as links, flat placements.
 * Numbers have been read before.
 */

/** Where the file says what a path of the model holds, when the two differ. */
export type WrittenAs = Map<string, string>;

type Entries = Readonly<Record<string, unknown>>;

function mapTable(table: unknown, change: (value: Table, name: string) => unknown): unknown {
  if (!isTable(table)) return table;
  return Object.fromEntries(
    Object.entries(table).map(([name, value]) => [name, isTable(value) ? change(value, name) : value]),
  );
}

/** Writes out the short forms of everything but links, which are merged with the template's first. */
export function plainModel(file: Table, writtenAs: WrittenAs): Table {
  const model = { ...file };
  if (isTable(file.machine)) model.machine = plainMachine(file.machine, writtenAs);
  model.placements = mapTable(file.placements, (placement, name) =>
    plainPlacement(placement, `placements.${name}`, writtenAs),
  );
  model.topologies = mapTable(file.topologies, (topology) =>
    isTable(topology.links) ? { ...topology, links: mapShortLinks(topology.links) } : topology,
  );
  return model;
}

function plainMachine({ sockets, ...machine }: Table, writtenAs: WrittenAs): Table {
  const cores: Record<string, Partial<Core> | null> = {};
  for (const [socket, members] of Object.entries((sockets ?? {}) as Record<string, unknown[]>))
    members.forEach((member, i) => {
      const name = String(member);
      const place = `machine.sockets${Array.isArray(sockets) ? `[${socket}]` : `.${socket}`}[${i}]`;
      if (Object.hasOwn(cores, name))
        throw new SidecoreError({
          code: 'invalid-value',
          path: place,
          message: `core ${shown(name)} is listed twice`,
          hint: 'each core is in one socket',
        });
      cores[name] = { socket };
      writtenAs.set(`machine.cores.${name}`, place);
    });
  for (const [name, core] of Object.entries((machine.cores ?? {}) as Record<string, Table | null>)) {
    const path = `machine.cores.${name}`;
    writtenAs.delete(path);
    if (core === null) cores[name] = null;
    else {
      if (core.socket !== undefined && cores[name]?.socket !== undefined)
        throw new SidecoreError({
          code: 'invalid-value',
          path: `${path}.socket`,
          message: 'the socket of this core stands in `sockets` too',
          hint: 'say it once',
        });
      cores[name] = { ...cores[name], ...textual(core, ['socket', 'sibling']) };
    }
  }
  return Object.keys(cores).length > 0 ? { ...machine, cores } : machine;
}

/** Names that may be written as numbers, as text. */
function textual(table: Table, names: readonly string[] = Object.keys(table)): Table {
  const copy = { ...table };
  for (const name of names) {
    const value = copy[name];
    if (value !== undefined) copy[name] = Array.isArray(value) ? value.map(nameOf) : nameOf(value);
  }
  return copy;
}

function nameOf(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

/** Every other name in a placement is a context or a stage. */
export const placementFields = ['description', 'extends', 'assign', 'move', 'topologies', 'polls'];

function plainPlacement(placement: Table, path: string, writtenAs: WrittenAs): Entries {
  const plain: Table = {};
  const assign: Table = isTable(placement.assign) ? textual(placement.assign) : {};
  for (const [name, value] of Object.entries(placement)) {
    if (placementFields.includes(name)) plain[name] = value;
    else {
      Object.assign(assign, textual({ [name]: value }));
      writtenAs.set(`${path}.assign.${name}`, `${path}.${name}`);
    }
  }
  if (Object.keys(assign).length > 0) plain.assign = assign;
  if (isTable(placement.move)) {
    plain.move = textual(placement.move);
    for (const name of Object.keys(placement.move))
      writtenAs.set(`${path}.assign.${name}`, `${path}.move.${name}`);
  }
  plain.topologies = mapTable(placement.topologies, (own) => textual(own));
  return plain;
}

function mapShortLinks(links: Table): Table {
  return Object.fromEntries(
    Object.entries(links).map(([ends, value]) => [
      endsOf(ends).join(' -> '),
      typeof value === 'string' ? { mechanism: value } : value,
    ]),
  );
}

/** The word for where packets come from when no stage sends them. */
const device = 'device';

function endsOf(text: string): string[] {
  return text.split('->').map((end) => end.trim());
}

/** A list of links as a table by their ends, to be merged with one. */
export function linkTable(links: readonly Link[]): Table {
  return Object.fromEntries(links.map(({ from, to, ...rest }) => [`${from ?? device} -> ${to}`, rest]));
}

/** The links of a topology as the model wants them, from either form. */
export function plainLinks(links: unknown, path: string, writtenAs: WrittenAs): Link[] {
  const short = (entry: Table): Link[] =>
    Object.entries(entry).flatMap(([ends, value]) => (value === null ? [] : [linkOf(ends, value, path)]));
  if (!Array.isArray(links)) {
    Object.keys(links as Table).forEach((ends, i) => {
      writtenAs.set(`${path}[${i}]`, `${path}.${ends}`);
    });
    return short(links as Table);
  }
  return links.flatMap((link: Table) =>
    Object.keys(link).some((name) => name.includes('->')) ? short(link) : [link as unknown as Link],
  );
}

function linkOf(ends: string, value: unknown, path: string): Link {
  const [from, to, ...more] = endsOf(ends);
  if (from === '' || to === '' || more.length > 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: `${path}.${ends}`,
      message: `${shown(ends)} is not a link`,
      hint: 'write "from -> to", with "device" for the device',
    });
  const rest = (typeof value === 'string' ? { mechanism: value } : value) as Omit<Link, 'from' | 'to'>;
  return { ...(from === device ? {} : { from }), to, ...rest };
}
