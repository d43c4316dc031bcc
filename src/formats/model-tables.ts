import type { Link, ParameterRange, PathModel, Placement } from '../iopath/model';
import { type PathModelInput, withDefaults } from '../iopath/path-model-input';
import { type Dimension, dimensions } from './dimensions';
import type { Shape } from './file-fields';
import { formatQuantity } from './format-quantity';
import { modelFile } from './model-file';
import { modelNumbers } from './model-ranges';
import { linkTable, placementFields } from './plain-model';
import { bare, definition, entry, isTable, join, mapQuantities, type Table } from './shape';

/** A model as the tables of a file: quantities as text with what is known about them, short forms, no empty fields. */
export function modelTables(model: PathModel): Table {
  const sources = sourceNames(Object.values(model.parameters).map(({ source }) => source));
  const known = ({ low, high, source }: ParameterRange, dimension: Dimension) => ({
    low: printed(low, dimension),
    high: printed(high, dimension),
    ...(source === '' ? {} : { source: sources.get(source) ?? source }),
  });
  const texts = mapQuantities(modelFile, model, '', (number, dimension, path) => {
    const value = printed(number as number, dimension);
    const range = model.parameters[path];
    return range === undefined ? value : { value, ...known(range, dimension) };
  }) as unknown as PathModel;
  // A number that is to be solved for has a range, but no place to stand beside.
  const apart = [...modelNumbers(model)].flatMap(([path, { value, dimension }]) => {
    const range = model.parameters[path];
    return value !== undefined || range === undefined ? [] : [[path, known(range, dimension)]];
  });
  const { parameters, machine, contexts, mechanisms, stages, topologies, placements, ...rest } = texts;
  const tables = withoutEmpty({
    ...rest,
    machine: machineTable(machine),
    contexts: terse(contexts, model, 'contexts'),
    mechanisms: terse(mechanisms, model, 'mechanisms'),
    stages: terse(stages, model, 'stages'),
    topologies: eachEntry(topologies, ({ links, ...topology }) =>
      withoutEmpty({ ...topology, wire: topology.wire || undefined, links: linksTable(links) }),
    ),
    placements: eachEntry(placements, placementTable),
    parameters: Object.fromEntries(apart),
    sources: Object.fromEntries([...sources].map(([source, name]) => [name, source])),
  });
  return inOrder(modelFile, tables) as Table;
}

/** With its unit, or as a number when it has none. */
function printed(value: number, dimension: Dimension): string | number {
  return dimensions[dimension].unit === undefined ? value : formatQuantity(value, dimension);
}

/** Fields in the order of their declaration; the names of a table stay as they are. */
function inOrder(shape: Shape, value: unknown): unknown {
  if (!isTable(value)) return value;
  const { shape: fields = {}, catchall } = definition(bare(shape));
  const free = catchall !== undefined && definition(catchall).type !== 'never';
  const order = free ? [] : Object.keys(fields);
  const entries = Object.entries(value).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return Object.fromEntries(
    entries.map(([name, inner]) => {
      const within = entry(shape, name);
      return [name, within ? inOrder(within, inner) : inner];
    }),
  );
}

/** Short names for sources that are long or used again and again. */
function sourceNames(sources: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>(sources);
  for (const source of new Set(sources)) {
    if (source === '' || (source.length <= 40 && sources.indexOf(source) === sources.lastIndexOf(source)))
      continue;
    const words = source.toLowerCase().match(/[a-z0-9]+/g) ?? ['source'];
    const stem = words.slice(0, 2).join('-').slice(0, 40);
    let name = stem;
    for (let i = 2; taken.has(name); i++) name = `${stem}-${i}`;
    taken.add(name);
    names.set(source, name);
  }
  return names;
}

function withoutEmpty(table: Table): Table {
  const empty = (value: unknown) =>
    value === undefined ||
    value === '' ||
    (Array.isArray(value) ? value.length === 0 : isTable(value) && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(table).filter(([, value]) => !empty(value)));
}

function eachEntry<T>(table: Readonly<Record<string, T>>, change: (value: T) => Table): Table {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, change(value)]));
}

function machineTable({ cores, clock, ...machine }: PathModel['machine']): Table {
  const sockets: Record<string, string[]> = {};
  for (const [name, { socket }] of Object.entries(cores)) {
    if (!Object.hasOwn(sockets, socket)) sockets[socket] = [];
    sockets[socket].push(name);
  }
  const details = eachEntry(cores, ({ socket, ...core }) => withoutEmpty(core));
  return withoutEmpty({ clock, sockets, cores: withoutEmpty(details), ...machine });
}

type Section = 'contexts' | 'mechanisms' | 'stages';

/** The value that every field has when a model says nothing, apart from the mechanisms that are built in. */
const silent = withDefaults({
  machine: { clock: 0, cores: {} },
  contexts: { any: {} },
  mechanisms: { any: {} },
  stages: { any: { context: '' } },
  topologies: {},
  placements: {},
} satisfies PathModelInput);

/**
 * Entries without the fields that cost nothing and are not built in with a cost; built-in mechanisms that no link
 * uses and nobody changed are left out.
 */
function terse(texts: object, model: PathModel, section: Section): Table {
  const used = new Set(
    Object.values(model.topologies).flatMap(({ links }) => links.map((link) => link.mechanism)),
  );
  const entries: Table = {};
  for (const [name, fields] of Object.entries(texts as Record<string, Table>)) {
    const values = model[section][name] as unknown as Table;
    const nothing = silent[section].any as unknown as Table;
    const builtIn =
      section === 'mechanisms' ? (silent.mechanisms[name] as unknown as Table | undefined) : undefined;
    const ranged = (field: string) => model.parameters[join(join(section, name), field)] !== undefined;
    const same = (field: string, other: Table) =>
      JSON.stringify(values[field]) === JSON.stringify(other[field]);
    const changed = Object.keys(fields).some((field) => ranged(field) || !same(field, builtIn ?? nothing));
    if (builtIn && !changed && !used.has(name)) continue;
    entries[name] = Object.fromEntries(
      Object.entries(fields).filter(
        ([field]) => ranged(field) || !same(field, nothing) || (builtIn && !same(field, builtIn)),
      ),
    );
  }
  return entries;
}

function linksTable(links: readonly Link[]): unknown {
  const table = linkTable(links);
  const short = links.every(({ from, to }) => ![from, to].includes('device'));
  if (!short || Object.keys(table).length < links.length) return links;
  return Object.fromEntries(
    Object.entries(table).map(([ends, link]) => [
      ends,
      Object.keys(link as Link).length > 1 ? link : (link as Link).mechanism,
    ]),
  );
}

function placementTable({ description, assign, topologies, polls }: Placement): Table {
  const flat = !Object.keys(assign).some((name) => placementFields.includes(name));
  return withoutEmpty({ description, ...(flat ? assign : { assign }), topologies, polls });
}
