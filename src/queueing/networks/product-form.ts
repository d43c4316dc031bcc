import type { NetworkArrays } from './network';

/**
 * Null when the network has a product-form solution, so that the exact methods apply, else the reason why not.
 *
 * Product form (Baskett, Chandy, Muntz and Palacios, J. ACM 22(2), 1975): processor sharing, preemptive
 * last-come-first-served and delay stations with any service time distribution, first-come-first-served stations with
 * exponential service of one mean for all classes; rates may depend on the number of customers at the station.
 */
export function whyNotProductForm(network: NetworkArrays): string | null {
  const full = stationThatMayBeFull(network);
  for (let k = 0; k < network.stationCount; k++) {
    const name = network.stationNames[k];
    if (k === full) return `station ${name} has a limited capacity and can block`;
    const reason = whyNotDiscipline(network, k);
    if (reason !== null) return `station ${name} ${reason}`;
  }
  return null;
}

/** The first station without room for every customer, or -1. */
export function stationThatMayBeFull({ capacity, open, population }: NetworkArrays): number {
  const customers = population.reduce((sum, own, r) => sum + (open[r] ? Number.POSITIVE_INFINITY : own), 0);
  return capacity.findIndex((room) => room < customers);
}

function whyNotDiscipline(network: NetworkArrays, k: number): string | null {
  const discipline = network.discipline[k];
  if (
    discipline === 'delay' ||
    discipline === 'processor-sharing' ||
    discipline === 'last-come-first-served-preemptive'
  )
    return null;
  const { classCount } = network;
  const visiting: number[] = [];
  for (let r = 0; r < classCount; r++)
    if (network.demand[k * classCount + r] > 0) visiting.push(k * classCount + r);
  if (discipline === 'discriminatory-processor-sharing')
    return visiting.every((at) => network.weight[at] === network.weight[visiting[0]])
      ? null
      : 'shares its processor by unequal weights';
  if (discipline !== 'first-come-first-served' && visiting.length > 1) return 'serves by priority';
  if (visiting.some((at) => network.serviceVariability[at] !== 1))
    return `is ${discipline} and its service times are not exponential`;
  const mean = visiting.length > 0 ? network.serviceTime[visiting[0]] : 0;
  if (visiting.some((at) => Math.abs(network.serviceTime[at] - mean) > 1e-12 * mean))
    return `is ${discipline} and its service times differ between classes`;
  return null;
}
