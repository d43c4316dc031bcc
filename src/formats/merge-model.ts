import type { Link } from '../iopath/model';
import type { PathModelInput } from '../iopath/path-model-input';
import { linkTable, plainLinks, plainModel, type WrittenAs } from './plain-model';
import { isTable, type Table } from './shape';

/** Lays a file's model over a template: tables merge by name, lists and values replace, null takes an entry away. */
export function mergeModel(template: PathModelInput | undefined, file: Table, writtenAs: WrittenAs): Table {
  const {
    sidecore,
    template: name,
    definitions,
    sources,
    parameters,
    ...model
  } = plainModel(file, writtenAs);
  const under = template ? likeWritten(template as unknown as Table, file) : {};
  const merged = merge(under, model);
  if (!isTable(merged.topologies)) return merged;
  const topologies = Object.entries(merged.topologies as Record<string, Table>).map(([topology, fields]) => [
    topology,
    fields.links === undefined
      ? fields
      : { ...fields, links: plainLinks(fields.links, `topologies.${topology}.links`, writtenAs) },
  ]);
  return { ...merged, topologies: Object.fromEntries(topologies) };
}

/** A template in the form that the file uses: no cores beside a list of sockets, links as the file writes them. */
function likeWritten(template: Table, file: Table): Table {
  const { machine, topologies } = template as { machine: Table; topologies: Record<string, Table> };
  const written = isTable(file.topologies) ? (file.topologies as Record<string, Table | null>) : {};
  const { sockets } = isTable(file.machine) ? file.machine : {};
  const listsCores = isTable(sockets) || Array.isArray(sockets);
  return {
    ...template,
    machine: listsCores ? { ...machine, cores: {} } : machine,
    topologies: Object.fromEntries(
      Object.entries(topologies).map(([name, topology]) => [
        name,
        isTable(written[name]?.links) && Array.isArray(topology.links)
          ? { ...topology, links: linkTable(topology.links as Link[]) }
          : topology,
      ]),
    ),
  };
}

function merge(under: Table, over: Table): Table {
  const merged: Table = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = Object.hasOwn(merged, name) ? merged[name] : undefined;
    if (value === undefined) continue;
    if (value === null) delete merged[name];
    else if (isTable(value)) merged[name] = merge(isTable(below) ? below : {}, value);
    else merged[name] = value;
  }
  return merged;
}
