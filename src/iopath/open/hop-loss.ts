import { activationOf, runLength } from './open-batch';
import type { OpenPath } from './open-path';
import { ringLoss, turnLoss } from './ring-loss';

/** Share of the packets that come to a hop which its ring turns away. */
export function hopLoss(path: OpenPath, i: number): number {
  const { hops, rates, serviceRate, run } = path;
  const { slots, inTurn, before } = hops[i];
  if (inTurn) return turnLoss(slots, runLength(path, before), mostInTurn(path, before));
  return ringLoss({
    arrivalRate: rates.arrivals[i],
    serviceRate: serviceRate[i],
    slots,
    arrivalVariability: arrivalVariability(path, i),
    serviceVariability: hops[i].worker < 0 ? 0 : run.variation ** 2,
    setUp: setUpTime(path, i),
  });
}

/** The same where nothing bunches: only what exceeds the capacity is lost. */
export function fluidLoss(path: OpenPath, i: number): number {
  const { hops, rates, serviceRate } = path;
  if (hops[i].inTurn)
    return turnLoss(hops[i].slots, runLength(path, hops[i].before), mostInTurn(path, hops[i].before));
  return rates.arrivals[i] > serviceRate[i] ? 1 - serviceRate[i] / rates.arrivals[i] : 0;
}

/** Seconds from the first packet in a ring until its consumer, if asleep, takes it. */
export function setUpTime(path: OpenPath, i: number): number {
  const { model, plan, costs, hopOf, rates, batch, hops } = path;
  const { link } = hops[i];
  if (link < 0 || !plan.links[link].mechanism.activates) return 0;
  const { setUp, waiting } = activationOf(model, plan, costs, link, hopOf, rates.arrivals, batch);
  return setUp + waiting;
}

/**
 * Squared coefficient of variation of the times between packets that come to a hop: 1 from outside, and after a hop of
 * utilisation rho that of its departures, 1 + (1 - rho^2) (ca2 - 1) + rho^2 (cs2 - 1).
 */
export function arrivalVariability(path: OpenPath, i: number): number {
  const { hops, rates, serviceRate, run } = path;
  const { before } = hops[i];
  if (before < 0) return 1;
  const busy = Math.min(1, rates.passed[before] / serviceRate[before]) || 0;
  const service = hops[before].worker < 0 ? 0 : run.variation ** 2;
  return 1 + (1 - busy * busy) * (arrivalVariability(path, before) - 1) + busy * busy * (service - 1);
}

/** Packets that a hop's worker serves at most before others on its core go first. */
function mostInTurn({ hops, plan, costs, caps, model }: OpenPath, i: number): number {
  const { link } = hops[i];
  return link >= 0 ? caps[link] / costs.visits[plan.links[link].to] : model.batchCap;
}
