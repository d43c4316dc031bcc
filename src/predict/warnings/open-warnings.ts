import type { Warning } from '../../common';
import type { PathModel, Traffic } from '../../iopath/model';
import type { SolvedOpen } from '../../iopath/open/solve-open';
import type { Plan } from '../../iopath/plan';
import type { OpenLoad } from '../prediction';
import { warnOfCores } from './cores';
import { warnOfExtrapolation } from './extrapolation';
import { warnOfSpread } from './spread';
import type { Warn } from './warning-codes';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const perSecond = (rate: number) => `${Math.round(rate)} packets/s`;

/** Everything about a path under open load that the reader of its numbers should know. */
export function openWarnings(
  model: PathModel,
  plan: Plan,
  traffic: Traffic,
  solved: SolvedOpen,
  load: OpenLoad,
): Warning[] {
  const warnings: Warning[] = [];
  const warn: Warn = (code, path, message) => {
    warnings.push({ code, message, path });
  };
  if (!solved.converged)
    warn(
      'no-convergence',
      'traffic.arrivalRate',
      `after ${solved.iterations} steps losses still move by ${solved.residual.toExponential(1)}`,
    );
  if (!load.stable)
    warn(
      'overloaded',
      'traffic.arrivalRate',
      `${perSecond(load.arrivalRate)} are offered, ${perSecond(load.saturationRate)} can be carried: ${percent(load.lossShare)} are lost, most of them at ${worstRing(load)}`,
    );
  const { hops, rates, demands } = solved;
  plan.cores.forEach(({ name }, k) => {
    // What comes costs the core whether or not it is taken further: more load, less throughput.
    let wasted = 0;
    hops.forEach(({ centre, flow, priority }, i) => {
      if (centre !== k) return;
      wasted += (rates.arrivals[i] - rates.passed[i]) * demands.interrupt[i];
      const later = hops.findIndex(
        (hop, j) => j > i && hop.flow === flow && hop.centre === k && hop.priority < priority,
      );
      if (later >= 0) wasted += Math.max(0, rates.passed[i] - rates.passed[later]) * demands.work[i];
    });
    if (wasted > 0.01)
      warn(
        'receive-livelock',
        name,
        `${percent(Math.min(1, wasted))} of the core goes into packets that are lost there, and more load lowers the throughput further; masked interrupts (suppressesEvents) or equal interrupt levels keep it level`,
      );
  });
  warnOfCores(plan, warn);
  warnOfSpread(model, plan, traffic, warn);
  warnOfExtrapolation(model, plan, traffic, solved.costs, warn);
  return warnings;
}

function worstRing({ losses }: OpenLoad): string {
  return Object.entries(losses).reduce((worst, one) => (one[1] > worst[1] ? one : worst))[0];
}
