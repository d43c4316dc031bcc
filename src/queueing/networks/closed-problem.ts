import { SidecoreError } from '../../common';
import { effectiveRates } from './effective-rates';
import type { NetworkArrays } from './network';
import { whyNotProductForm } from './product-form';

/** Stations of a closed problem that are alike: equal demands of every class and equal rates. */
export interface AlikeStations {
  /** Their places in the network. */
  readonly places: readonly number[];
  /** Demand of each class of the problem, seconds; a constant rate is divided in. */
  readonly demand: Float64Array;
  /** Rates by the number of closed customers present, last value held; `[1]` for a constant rate. */
  readonly rates: Float64Array;
}

/**
 * What the exact methods solve: the closed classes that have customers, at the stations that queue. Delay stations
 * have become think time, open classes have become slower rates, and alike stations are listed once.
 */
export interface ClosedProblem {
  readonly network: NetworkArrays;
  /** Places of the problem's classes in the network, the largest population last. */
  readonly classes: readonly number[];
  readonly population: Float64Array;
  readonly thinkTime: Float64Array;
  readonly stations: readonly AlikeStations[];
  /** Offered load of the open classes per station of the network: arrival rate x demand. */
  readonly openLoad: Float64Array;
  /** 1 where open classes bring more than a station can serve. */
  readonly saturated: Uint8Array;
  /** Closed classes that visit a saturated station and so come to a halt. */
  readonly stopped: readonly number[];
}

/** Own rates of a station for up to `most` customers, last value held; null for a delay station. */
export function ownRates(network: NetworkArrays, k: number, most: number): Float64Array | null {
  const given = network.rates[k];
  if (given) {
    let length = given.length;
    while (length > 1 && given[length - 2] === given[length - 1]) length--;
    return given.subarray(0, length);
  }
  const servers = network.servers[k];
  if (!Number.isFinite(servers)) return null;
  const rates = new Float64Array(Math.min(servers, most));
  for (let n = 0; n < rates.length; n++) rates[n] = n + 1;
  return rates;
}

/** Rates that closed customers see at a station that is not a delay station, up to `most` of them and one more. */
export function closedRates(
  network: NetworkArrays,
  k: number,
  load: number,
  most: number,
): Float64Array | null {
  const rates = ownRates(network, k, load > 0 ? Number.POSITIVE_INFINITY : most + 1);
  return rates && effectiveRates(rates, load, most + 1);
}

/**
 * @param keepDelays keeps delay stations as stations with rate n, for methods that find their distribution
 * @throws SidecoreError `unsupported` when the network has no product form
 */
export function closedProblem(network: NetworkArrays, method: string, keepDelays = false): ClosedProblem {
  const reason = whyNotProductForm(network);
  if (reason !== null)
    throw new SidecoreError({
      code: 'unsupported',
      path: method,
      message: `${reason}, so the network has no product form and no exact solution of this kind`,
      hint: 'use an approximate method',
    });
  const { classCount, stationCount, demand } = network;
  const openLoad = new Float64Array(stationCount);
  const saturated = new Uint8Array(stationCount);
  for (let k = 0; k < stationCount; k++) {
    for (let r = 0; r < classCount; r++)
      if (network.open[r]) openLoad[k] += network.arrivalRate[r] * demand[k * classCount + r];
    const rates = network.rates[k];
    const limit = rates ? rates[rates.length - 1] : network.servers[k];
    saturated[k] = openLoad[k] > 0 && openLoad[k] >= limit ? 1 : 0;
  }
  const classes: number[] = [];
  const stopped: number[] = [];
  for (let r = 0; r < classCount; r++) {
    if (network.open[r] || network.population[r] === 0) continue;
    const halts = saturated.some((yes, k) => yes === 1 && demand[k * classCount + r] > 0);
    (halts ? stopped : classes).push(r);
  }
  classes.sort((a, b) => network.population[a] - network.population[b]);
  const population = Float64Array.from(classes, (r) => network.population[r]);
  const thinkTime = Float64Array.from(classes, (r) => network.thinkTime[r]);
  const stations = new Groups();
  const most = population.reduce((sum, n) => sum + n, 0);
  for (let k = 0; k < stationCount; k++) {
    const own = new Float64Array(classes.length);
    for (let i = 0; i < own.length; i++) own[i] = demand[k * classCount + classes[i]];
    if (total(own) === 0) continue;
    const alone = openLoad[k] === 0 && !network.rates[k] && network.servers[k] > most;
    let rates = alone && !keepDelays ? null : closedRates(network, k, openLoad[k], most);
    if (rates === null && keepDelays) rates = Float64Array.from({ length: most + 1 }, (_, n) => n + 1);
    if (rates === null) {
      for (let r = 0; r < own.length; r++) thinkTime[r] += own[r];
      continue;
    }
    if (rates.length === 1) {
      for (let r = 0; r < own.length; r++) own[r] /= rates[0];
      rates = Float64Array.of(1);
    }
    stations.add(k, own, rates);
  }
  const problem = {
    network,
    classes,
    population,
    thinkTime,
    stations: stations.all,
    openLoad,
    saturated,
    stopped,
  };
  mustTakeTime(problem);
  return problem;
}

/** Collects alike stations; those with the same sum of numbers are compared one by one. */
class Groups {
  readonly all: { places: number[]; demand: Float64Array; rates: Float64Array }[] = [];
  private readonly bySum = new Map<number, number[]>();

  add(place: number, demand: Float64Array, rates: Float64Array): void {
    const sum = total(demand) + rates.length;
    const candidates = this.bySum.get(sum) ?? [];
    const alike = candidates.find(
      (g) => equal(this.all[g].demand, demand) && equal(this.all[g].rates, rates),
    );
    if (alike !== undefined) {
      this.all[alike].places.push(place);
      return;
    }
    this.bySum.set(sum, [...candidates, this.all.length]);
    this.all.push({ places: [place], demand, rates });
  }
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

function equal(one: Float64Array, other: Float64Array): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

function mustTakeTime(problem: ClosedProblem): void {
  problem.classes.forEach((r, i) => {
    if (problem.thinkTime[i] > 0 || problem.stations.some((station) => station.demand[i] > 0)) return;
    throw new SidecoreError({
      code: 'invalid-value',
      path: problem.network.classCount === 1 ? 'stations' : `classes.${problem.network.classNames[r]}`,
      message: 'every demand and the think time are 0, so the throughput has no limit',
      hint: 'give at least one demand or think time above 0',
    });
  });
}
