import { SidecoreError } from '../common';
import type { NetworkClass, Station } from '../queueing/networks';
import { all, newName, numberIn, within } from './jmva-elements';
import { didYouMean } from './suggest';
import type { XmlElement } from './xml-tree';

/** The classes of a JMVA model. */
export function jmvaClasses(list: XmlElement): Record<string, NetworkClass> {
  const classes: Record<string, NetworkClass> = {};
  const urgency: Record<string, number> = {};
  for (const element of list.children) {
    const { population, rate, priority = '0' } = element.attributes;
    if (element.name !== 'closedclass' && element.name !== 'openclass')
      throw unknownElement(element.name, 'classes', ['closedclass', 'openclass']);
    const name = newName(element, classes, 'classes');
    const path = `classes.${name}`;
    classes[name] =
      element.name === 'closedclass'
        ? { population: numberIn(population, `${path}.population`, 'count') }
        : { arrivalRate: numberIn(rate, `${path}.rate`, 'non-negative') };
    urgency[name] = numberIn(priority, `${path}.priority`, 'any');
  }
  const most = Math.max(...Object.values(urgency));
  for (const [name, own] of Object.entries(classes))
    if (urgency[name] < most) classes[name] = { ...own, priority: most - urgency[name] };
  return classes;
}

const kinds = ['delaystation', 'listation', 'ldstation', 'prstation'] as const;

/** The stations of a JMVA model, in its order. */
export function jmvaStations(list: XmlElement, classNames: readonly string[]): Record<string, Station> {
  const stations: Record<string, Station> = {};
  for (const element of list.children) {
    const kind = kinds.find((one) => one === element.name);
    if (kind === undefined) throw unknownElement(element.name, 'stations', kinds);
    const name = newName(element, stations, 'stations');
    const path = `stations.${name}`;
    const servers = numberIn(element.attributes.servers ?? '1', `${path}.servers`, 'count');
    const visits = perClass(element, 'visits', ['visit'], classNames, path, (text, at) =>
      numberIn(text, at, 'non-negative'),
    );
    const times = (read: (text: string, at: string) => number) =>
      perClass(element, 'servicetimes', ['servicetime', 'servicetimes'], classNames, path, read);
    if (kind === 'ldstation') {
      const lists: Record<string, readonly number[]> = {};
      times((text, at) => {
        const values = text.split(';').map((one, n) => numberIn(one, `${at}[${n}]`, 'non-negative'));
        lists[at] = values;
        return values[0];
      });
      stations[name] = { visits, ...loadDependence(lists, name) };
      continue;
    }
    const serviceTime = times((text, at) => numberIn(text, at, 'non-negative'));
    stations[name] = {
      ...(kind === 'delaystation' ? { discipline: 'delay' as const } : {}),
      ...(kind === 'prstation' ? { discipline: 'priority-preemptive' as const } : {}),
      ...(kind !== 'delaystation' && servers !== 1 ? { servers } : {}),
      visits,
      serviceTime,
    };
  }
  return stations;
}

/** A number for every class; classes that the file leaves out never come here. */
function perClass(
  station: XmlElement,
  listName: string,
  itemNames: readonly string[],
  classNames: readonly string[],
  path: string,
  read: (text: string, path: string) => number,
): Record<string, number> {
  const table: Record<string, number> = {};
  for (const list of all(station, listName))
    for (const item of list.children) {
      if (!itemNames.includes(item.name)) throw unknownElement(item.name, `${path}.${listName}`, itemNames);
      const at = `${path}.${listName}`;
      const name = within(item.attributes.customerclass, classNames, at, 'class');
      if (Object.hasOwn(table, name))
        throw new SidecoreError({ code: 'invalid-shape', path: `${at}.${name}`, message: 'given twice' });
      table[name] = read(item.text, `${at}.${name}`);
    }
  return table;
}

/** Times with 1, 2, ... customers as a service time and relative rates, which all classes must share. */
function loadDependence(
  lists: Readonly<Record<string, readonly number[]>>,
  name: string,
): Pick<Station, 'serviceTime' | 'rates'> {
  const serviceTime: Record<string, number> = {};
  let rates: number[] | undefined;
  for (const [path, times] of Object.entries(lists)) {
    const own = path.slice(`stations.${name}.servicetimes.`.length);
    serviceTime[own] = times[0];
    if (times.every((time) => time === 0)) continue;
    const zero = times.indexOf(0);
    if (zero >= 0)
      throw new SidecoreError({
        code: 'unsupported',
        path: `${path}[${zero}]`,
        message: 'a service time of 0 beside others above 0',
        hint: 'give every number of customers a service time above 0',
      });
    const relative = times.map((time) => times[0] / time);
    const differs = rates?.findIndex((rate, n) => !(Math.abs(rate - relative[n]) <= 1e-9 * rate)) ?? -1;
    if (differs >= 0 || (rates !== undefined && rates.length !== relative.length))
      throw new SidecoreError({
        code: 'unsupported',
        path,
        message:
          'its service times change otherwise with the number of customers than those of another class',
        hint: 'only a load dependence that all classes share has a product form',
      });
    rates = relative;
  }
  return { serviceTime, rates: rates ?? [1] };
}

function unknownElement(name: string, path: string, known: readonly string[]): SidecoreError {
  return new SidecoreError({
    code: 'invalid-shape',
    path,
    message: `there is no element <${name}> here`,
    hint: didYouMean(name, known, `allowed: ${known.join(', ')}`),
  });
}
