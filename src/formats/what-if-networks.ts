import { SidecoreError } from '../common';
import type { NetworkClass, PerClass, QueueingNetwork, Station } from '../queueing/networks';
import { networkArrays } from '../queueing/networks/network';
import type { JmvaModel, JmvaWhatIf } from './jmva-model';

/**
 * The networks of a JMVA what-if, one for each of its values in turn; for a model without one, the network itself.
 *
 * - `Customer Numbers`, `Arrival Rates`: of one class, or factors for all classes of that kind
 * - `Service Demands`: visits x service time at one station of one class, or factors for all classes
 * - `Population Mix`: share of the class in the population of the two closed classes
 *
 * Populations are rounded to whole customers.
 *
 * @throws SidecoreError `unsupported` or `invalid-value` when the what-if does not fit the network
 * @example
 * whatIfNetworks(await readJmva(text)).map((network) => solve(network).classes);
 */
export function whatIfNetworks({
  network,
  whatIf,
}: Pick<JmvaModel, 'network' | 'whatIf'>): QueueingNetwork[] {
  if (whatIf === undefined) return [network];
  return whatIf.values.map((value) => {
    const changed = changes[whatIf.type](network, whatIf, value);
    networkArrays(changed);
    return changed;
  });
}

type Change = (network: QueueingNetwork, whatIf: JmvaWhatIf, value: number) => QueueingNetwork;

const changes: Readonly<Record<JmvaWhatIf['type'], Change>> = {
  'Customer Numbers': (network, { className }, value) =>
    eachClass(network, className, 'population', (before) =>
      Math.round(className === undefined ? before * value : value),
    ),
  'Arrival Rates': (network, { className }, value) =>
    eachClass(network, className, 'arrivalRate', (before) =>
      className === undefined ? before * value : value,
    ),
  'Service Demands': changeDemand,
  'Population Mix': changeMix,
};

function eachClass(
  network: QueueingNetwork,
  className: string | undefined,
  field: 'population' | 'arrivalRate',
  change: (before: number) => number,
): QueueingNetwork {
  const classes: Record<string, NetworkClass> = { ...network.classes };
  for (const name of className === undefined ? Object.keys(classes) : [className]) {
    const before = classes[name][field];
    if (before !== undefined) classes[name] = { ...classes[name], [field]: change(before) };
    else if (className !== undefined)
      throw unsuitable(`class ${name} is ${field === 'population' ? 'open' : 'closed'}`);
  }
  return { ...network, classes };
}

function changeDemand(
  network: QueueingNetwork,
  { className, stationName = '' }: JmvaWhatIf,
  value: number,
): QueueingNetwork {
  const station: Station = network.stations[stationName];
  const times = { ...(station.serviceTime as Record<string, number>) };
  const visits = station.visits as PerClass<number>;
  for (const name of className === undefined ? Object.keys(times) : [className]) {
    const often = typeof visits === 'object' ? (visits[name] ?? 0) : visits;
    if (className !== undefined && often === 0) throw unsuitable(`class ${name} never visits ${stationName}`);
    times[name] = className === undefined ? (times[name] ?? 0) * value : value / often;
  }
  return { ...network, stations: { ...network.stations, [stationName]: { ...station, serviceTime: times } } };
}

function changeMix(network: QueueingNetwork, { className = '' }: JmvaWhatIf, value: number): QueueingNetwork {
  const closed = Object.entries(network.classes).filter(([, one]) => one.population !== undefined);
  const other = closed.find(([name]) => name !== className)?.[0];
  if (closed.length !== 2 || other === undefined || network.classes[className].population === undefined)
    throw unsuitable('a population mix takes two closed classes');
  if (!(value >= 0 && value <= 1)) throw unsuitable(`${value} is not a share between 0 and 1`);
  const total = closed.reduce((sum, [, one]) => sum + one.population!, 0);
  const population = Math.round(total * value);
  const classes = {
    ...network.classes,
    [className]: { ...network.classes[className], population },
    [other]: { ...network.classes[other], population: total - population },
  };
  return { ...network, classes };
}

function unsuitable(message: string): SidecoreError {
  return new SidecoreError({ code: 'unsupported', path: 'whatIf', message });
}
