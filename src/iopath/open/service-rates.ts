import type { Plan } from '../plan';
import { type Claim, fairRate } from './fair-rate';
import type { HopDemands } from './hop-demands';
import type { Hop } from './hops';

/** What comes to the hops and what passes them, packets per second. */
export interface HopRates {
  readonly arrivals: Float64Array;
  readonly passed: Float64Array;
}

/**
 * The rate at which each hop's packets would be served while its ring is never empty, given what all others ask for.
 *
 * A core first does its interrupts, then the contexts of higher priority, then shares the rest out in turns: a context
 * that asks for less than its turns gets what it asks for. What a context hands to another of the same core is work
 * that its own packets bring along. Inside a context its rings take turns in the same way, as flows do on a wire and on
 * a memory bus.
 */
export function fillServiceRates(
  plan: Plan,
  hops: readonly Hop[],
  demands: HopDemands,
  rates: HopRates,
  serviceRate: Float64Array,
): void {
  serviceRate.fill(Number.POSITIVE_INFINITY);
  const byCentre = new Map<number, number[]>();
  hops.forEach(({ centre }, i) => {
    const own = byCentre.get(centre);
    if (own === undefined) byCentre.set(centre, [i]);
    else own.push(i);
  });
  for (const [centre, own] of byCentre) {
    if (hops[own[0]].worker < 0) shareBetweenHops(own, demands.saturated, rates.arrivals, 1, serviceRate);
    else shareCore(hops, own, demands, rates, serviceRate);
    const timeSlice = centre < plan.cores.length ? plan.cores[centre].core.timeSlice : undefined;
    if (timeSlice !== undefined)
      for (const i of own) serviceRate[i] = Math.min(serviceRate[i], hops[i].slots / timeSlice);
  }
  shareBuses(hops, demands, rates, serviceRate);
}

/** Interrupts first, then level after level of priority. */
function shareCore(
  hops: readonly Hop[],
  own: readonly number[],
  { saturated: work, interrupt }: HopDemands,
  rates: HopRates,
  serviceRate: Float64Array,
): void {
  const { arrivals, passed } = rates;
  let room = 1;
  for (const i of own) room -= arrivals[i] * interrupt[i];
  const levels = [...new Set(own.map((i) => hops[i].priority))].sort((a, b) => b - a);
  for (const level of levels) {
    const here = own.filter((i) => hops[i].priority === level);
    const workers = [...new Set(here.map((i) => hops[i].worker))];
    for (const worker of workers) {
      const mine = here.filter((i) => hops[i].worker === worker);
      const turns = fairRate(
        meanWork(mine, work, arrivals) + broughtAlong(hops, here, mine, work, rates),
        workers
          .filter((other) => other !== worker)
          .map((other) => claimOf(hops, here, mine, other, work, rates)),
        room,
      );
      if (mine.length === 1) serviceRate[mine[0]] = turns;
      else
        shareBetweenHops(
          mine,
          work.map(() => 1),
          arrivals,
          turns,
          serviceRate,
        );
    }
    for (const i of here) room -= passed[i] * work[i];
  }
}

/** Seconds of work that a packet of some hops is, on average. */
function meanWork(mine: readonly number[], work: Float64Array, arrivals: Float64Array): number {
  let rate = 0;
  let seconds = 0;
  let plain = 0;
  for (const i of mine) {
    rate += arrivals[i];
    seconds += arrivals[i] * work[i];
    plain += work[i] / mine.length;
  }
  return rate > 0 ? seconds / rate : plain;
}

/** True when a hop's packets come from one of some hops without leaving the core. */
function comesFrom(hops: readonly Hop[], i: number, mine: readonly number[]): boolean {
  let at = i;
  while (hops[at].inTurn) {
    at = hops[at].before;
    if (mine.includes(at)) return true;
  }
  return false;
}

/** Seconds of work of other contexts on this core that each packet of some hops brings along. */
function broughtAlong(
  hops: readonly Hop[],
  here: readonly number[],
  mine: readonly number[],
  work: Float64Array,
  { passed, arrivals }: HopRates,
): number {
  let passing = 0;
  for (const i of mine) passing += passed[i];
  if (passing === 0) return 0;
  let seconds = 0;
  for (const i of here)
    if (!mine.includes(i) && comesFrom(hops, i, mine)) seconds += (arrivals[i] * work[i]) / passing;
  return seconds;
}

/** What another context of the core asks for, beside what is brought along. */
function claimOf(
  hops: readonly Hop[],
  here: readonly number[],
  mine: readonly number[],
  other: number,
  work: Float64Array,
  { arrivals }: HopRates,
): Claim {
  const theirs = here.filter((i) => hops[i].worker === other && !comesFrom(hops, i, mine));
  let rate = 0;
  for (const i of theirs) rate += arrivals[i];
  return { rate, work: theirs.length > 0 ? meanWork(theirs, work, arrivals) : 0 };
}

function shareBetweenHops(
  own: readonly number[],
  work: Float64Array,
  arrivals: Float64Array,
  room: number,
  serviceRate: Float64Array,
): void {
  if (room === Number.POSITIVE_INFINITY) return;
  for (const i of own) {
    const others = own.filter((j) => j !== i).map((j): Claim => ({ rate: arrivals[j], work: work[j] }));
    serviceRate[i] = Math.min(serviceRate[i], fairRate(work[i], others, room));
  }
}

function shareBuses(
  hops: readonly Hop[],
  { bus }: HopDemands,
  { arrivals }: HopRates,
  serviceRate: Float64Array,
): void {
  const users = new Map<number, number[]>();
  hops.forEach(({ memory }, i) => {
    if (bus[i] > 0) users.set(memory, [...(users.get(memory) ?? []), i]);
  });
  for (const own of users.values()) shareBetweenHops(own, bus, arrivals, 1, serviceRate);
}
