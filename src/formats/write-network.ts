import { Document, isMap, isSeq, visit } from 'yaml';
import type { PerClass, QueueingNetwork } from '../queueing/networks';
import { networkArrays } from '../queueing/networks/network';
import { formatQuantity } from './format-quantity';

/** What `writeNetwork` is asked. */
export interface WriteNetworkOptions {
  /** What the network stands for. */
  readonly description?: string;
}

/**
 * Writes a queueing network as a YAML file, with units. `readNetwork` gives the same network back, to the last digit.
 *
 * @throws SidecoreError when the network is not valid
 * @example
 * writeNetwork({ classes: { web: { arrivalRate: 90 } }, stations: { cpu: { demand: 0.01 } } });
 * // sidecore: 1
 * // classes:
 * //   web: { arrivalRate: 90/s }
 * // stations:
 * //   cpu: { demand: 10 ms }
 */
export function writeNetwork(network: QueueingNetwork, options: WriteNetworkOptions = {}): string {
  networkArrays(network);
  const { description = '' } = options;
  const { classes, stations, routing } = network;
  const document = new Document(
    {
      sidecore: 1,
      ...(description === '' ? {} : { description }),
      classes: Object.fromEntries(Object.entries(classes).map(([name, own]) => [name, withUnits(own)])),
      stations: Object.fromEntries(Object.entries(stations).map(([name, own]) => [name, withUnits(own)])),
      ...(routing === undefined ? {} : { routing }),
    },
    { aliasDuplicateObjects: false },
  );
  visit(document, {
    Collection: (_, node, parents) => {
      // document, root, section, its entries: those on a line each
      if (parents.filter((parent) => isMap(parent) || isSeq(parent)).length >= 2) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}

const printed: Readonly<Record<string, (value: number) => string>> = {
  thinkTime: (value) => formatQuantity(value, 'time'),
  demand: (value) => formatQuantity(value, 'time'),
  serviceTime: (value) => formatQuantity(value, 'time'),
  arrivalRate: (value) => `${value}/s`,
};

function withUnits(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields as Record<string, PerClass<number>>)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => {
        const print = Object.hasOwn(printed, field) ? printed[field] : undefined;
        if (print === undefined) return [field, value];
        if (typeof value === 'number') return [field, print(value)];
        return [field, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, print(one)]))];
      }),
  );
}
