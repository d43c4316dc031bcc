import { SidecoreError } from '../common';
import type { NetworkClass, PerClass, QueueingNetwork, Route, Station } from '../queueing/networks';
import { networkArrays } from '../queueing/networks/network';
import { checkShape } from './check-shape';
import { networkFile } from './network-file';
import { readDocument } from './read-document';
import { type SiDimension, siQuantity } from './si-quantity';

/** What `readNetwork` is asked. */
export interface ReadNetworkOptions {
  /** Name of the file, for errors. */
  readonly file?: string;
}

/**
 * Reads a queueing network from YAML or JSON. The format is that of `QueueingNetwork`, declared in
 * `schema/network.json`: times may have units ("10 ms"), rates too ("90/s", "1.5 kHz"); numbers alone are in seconds and
 * customers per second. `sidecore: 1` and a `description` may stand beside classes, stations and routing.
 *
 * @throws SidecoreError with code, path and location (`file:line:column`) of the first thing that is wrong
 * @example
 * const network = readNetwork(`
 *   classes: { web: { population: 20, thinkTime: 4 s } }
 *   stations: { cpu: { demand: 20 ms, servers: 4 }, disk: { visits: 10, serviceTime: 3 ms } }
 * `);
 * solve(network).classes.web.throughput; // 4.93
 */
export function readNetwork(text: string, options: ReadNetworkOptions = {}): QueueingNetwork {
  const document = readDocument(text, options.file ?? 'network');
  try {
    checkShape(networkFile, document.data);
    const network = inSi(document.data as WrittenNetwork);
    networkArrays(network);
    return network;
  } catch (error) {
    if (!(error instanceof SidecoreError) || error.location !== '') throw error;
    throw error.at(document.locate(error.path));
  }
}

type Written = number | string;

/** A network as a file holds it, checked for its shape. */
interface WrittenNetwork {
  readonly classes: Readonly<Record<string, Readonly<Record<string, Written>>>>;
  readonly stations: Readonly<Record<string, Readonly<Record<string, PerClass<Written>>>>>;
  readonly routing?: readonly Route[];
}

const dimensions: Readonly<Record<string, SiDimension>> = {
  thinkTime: 'time',
  arrivalRate: 'rate',
  demand: 'time',
  serviceTime: 'time',
};

function inSi({ classes, stations, routing }: WrittenNetwork): QueueingNetwork {
  return {
    classes: each(classes, (own, name) => fieldsInSi<NetworkClass>(own, `classes.${name}`)),
    stations: each(stations, (own, name) => fieldsInSi<Station>(own, `stations.${name}`)),
    ...(routing === undefined ? {} : { routing }),
  };
}

function fieldsInSi<T>(fields: Readonly<Record<string, PerClass<Written>>>, path: string): T {
  return each(fields, (value, field) => {
    const dimension = Object.hasOwn(dimensions, field) ? dimensions[field] : undefined;
    if (dimension === undefined) return value;
    const at = `${path}.${field}`;
    if (typeof value !== 'object') return siQuantity(value, dimension, at);
    return each(value, (one, name) => siQuantity(one, dimension, `${at}.${name}`));
  }) as T;
}

function each<V, W>(
  table: Readonly<Record<string, V>>,
  change: (value: V, name: string) => W,
): Record<string, W> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, change(value, name)]));
}
