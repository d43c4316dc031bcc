import { SidecoreError } from '../common';
import type { QueueingNetwork } from '../queueing/networks';
import { type NetworkArrays, networkArrays } from '../queueing/networks/network';
import { whyNotProductForm } from '../queueing/networks/product-form';
import { escaped } from './xml-tree';

/** What `writeJmva` is asked. */
export interface WriteJmvaOptions {
  readonly description?: string;
  /** JMT's name of the algorithm. Default `MVA`: exact but for several servers. */
  readonly algorithm?: string;
}

/**
 * Writes a queueing network in the XML of JMT's JMVA. `readJmva` gives a network with the same solution back: think
 * times become a delay station, routes become visits, and demands service times.
 *
 * @throws SidecoreError `unsupported` for what JMVA cannot hold: no product form, open classes at load-dependent
 *   stations, closed classes that switch
 * @example
 * writeJmva({ classes: { web: { population: 20, thinkTime: 4 } }, stations: { cpu: { demand: 0.1 } } });
 * @see readJmva
 */
export function writeJmva(network: QueueingNetwork, options: WriteJmvaOptions = {}): string {
  const arrays = networkArrays(network);
  const reason = whyNotProductForm(arrays);
  if (reason !== null) throw unsupported('stations', reason);
  const { description = '', algorithm = 'MVA' } = options;
  const think = arrays.thinkTime.some((time) => time > 0)
    ? freeName('Think', arrays.stationNames)
    : undefined;
  const stations = arrays.stationNames.map((_, k) => stationElement(arrays, k));
  if (think !== undefined)
    stations.unshift(
      timesElement(
        'delaystation',
        `name="${escaped(think)}"`,
        arrays,
        (r) => String(arrays.thinkTime[r]),
        (r) => (arrays.open[r] ? 0 : 1),
      ),
    );
  const list = (tag: string, items: readonly string[]) =>
    `<${tag} number="${items.length}">\n${items.join('\n')}\n</${tag}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
    '<model xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="JMTmodel.xsd">',
    ...(description === '' ? [] : [`<description>${escaped(description)}</description>`]),
    '<parameters>',
    list('classes', classElements(arrays)),
    list('stations', stations),
    list('ReferenceStation', referenceElements(arrays, think)),
    '</parameters>',
    `<algParams>\n<algType maxSamples="10000" name="${escaped(algorithm)}" tolerance="1.0E-7"/>`,
    '<compareAlgs value="false"/>\n</algParams>',
    '</model>\n',
  ].join('\n');
}

function classElements({ classNames, open, arrivalRate, population }: NetworkArrays): string[] {
  return classNames.map((name, r) =>
    open[r]
      ? `<openclass name="${escaped(name)}" priority="0" rate="${arrivalRate[r]}"/>`
      : `<closedclass name="${escaped(name)}" population="${population[r]}" priority="0"/>`,
  );
}

function stationElement(network: NetworkArrays, k: number): string {
  const { classCount, serviceTime, visits, servers, rates, stationNames } = network;
  const name = `name="${escaped(stationNames[k])}"`;
  const often = (r: number) => visits[k * classCount + r];
  const time = (r: number) => serviceTime[k * classCount + r];
  const own = rates[k];
  if (own === null) {
    const delay = !Number.isFinite(servers[k]);
    const attributes = delay ? name : `${name} servers="${servers[k]}"`;
    return timesElement(
      delay ? 'delaystation' : 'listation',
      attributes,
      network,
      (r) => String(time(r)),
      often,
    );
  }
  if (network.open.includes(1))
    throw unsupported(
      `stations.${stationNames[k]}.rates`,
      'JMVA has load-dependent stations for closed classes only',
    );
  const customers = Math.max(
    1,
    network.population.reduce((sum, n) => sum + n, 0),
  );
  if (customers > mostTimes)
    throw unsupported(
      `stations.${stationNames[k]}.rates`,
      `JMVA wants a service time for each of ${customers} customers, more than ${mostTimes}`,
    );
  const times = (r: number) =>
    Array.from({ length: customers }, (_, n) => time(r) / own[Math.min(n, own.length - 1)]).join(';');
  return timesElement('ldstation', `${name} servers="1"`, network, times, often, 'servicetimes');
}

const mostTimes = 100_000;

function timesElement(
  tag: string,
  attributes: string,
  { classNames }: NetworkArrays,
  time: (r: number) => string,
  visits: (r: number) => number,
  timeTag = 'servicetime',
): string {
  const table = (item: string, value: (r: number) => string | number) =>
    classNames.map((name, r) => `<${item} customerclass="${escaped(name)}">${value(r)}</${item}>`).join('\n');
  return [
    `<${tag} ${attributes}>`,
    `<servicetimes>\n${table(timeTag, time)}\n</servicetimes>`,
    `<visits>\n${table('visit', visits)}\n</visits>`,
    `</${tag}>`,
  ].join('\n');
}

function referenceElements(network: NetworkArrays, think: string | undefined): string[] {
  const { classNames, classCount, stationNames, open, visits } = network;
  return classNames.map((name, r) => {
    const first = stationNames.find((_, k) => visits[k * classCount + r] > 0) ?? stationNames[0] ?? '';
    const station = open[r] ? 'Arrival Process' : (think ?? first);
    return `<Class name="${escaped(name)}" refStation="${escaped(station)}"/>`;
  });
}

function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  while (taken.includes(name)) name += "'";
  return name;
}

function unsupported(path: string, message: string): SidecoreError {
  return new SidecoreError({
    code: 'unsupported',
    path,
    message: `JMVA cannot hold this network: ${message}`,
    hint: 'write it as YAML',
  });
}
