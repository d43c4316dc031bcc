import { SidecoreError } from '../../common';
import type { ClosedAnswer } from './closed-answer';
import type { ClosedProblem } from './closed-problem';
import { logFactorial } from './log-factorial';
import { saddlePoint } from './saddle-point';
import type { Watch } from './watch';

export interface IntegralAnswer extends ClosedAnswer {
  readonly logNormalizingConstant: number;
  readonly errorEstimate: number;
  readonly nodes: number;
}

/** What stays the same over all nodes. */
interface Integrand {
  readonly classCount: number;
  readonly groupCount: number;
  readonly population: Float64Array;
  /** Entry `k * classCount + r`. */
  readonly demand: Float64Array;
  readonly copies: Float64Array;
  /** The largest value of the integrand is at u = peak, where the cycle times are `cycle`. */
  readonly peak: Float64Array;
  readonly cycle: Float64Array;
  /** The peak as y, u = exp(y - exp(-y)). */
  readonly center: Float64Array;
  /** Standard deviation of y_k given y_1 ... y_(k-1), by the curvature at the peak. */
  readonly spread: Float64Array;
}

/** A sum over the nodes of one variable and of those inside it: weights are relative to e^logScale. */
interface Sums {
  logScale: number;
  weight: number;
  /** Weighted sums: 1/c_r, then u_k/c_r at `classCount + k * classCount + r`, relative to the figures at the peak. */
  readonly means: Float64Array;
}

/** Nodes whose value is below e^-depth of the largest do not matter. */
const depth = 40;

/** Steps are tried in this order, as shares of the spread; two that agree end the search. */
const steps = [0.7, 0.5, 0.36, 0.25, 0.18, 0.125, 0.09, 0.0625];

/** The largest number of nodes that a grid may need: `exactIntegral` refuses beyond. */
export const mostNodes = 4e6;

/** Nodes that one step is expected to need. */
export function expectedNodes(problem: ClosedProblem): number {
  return 60 ** problem.stations.length;
}

/**
 * Normalising constants of single-server stations and think times as an integral (see `exactIntegral`), by the
 * trapezoidal rule in y, u = exp(y - exp(-y)): the integrand is positive, has one peak and falls off faster than
 * exponentially on both sides, so that each halving of the step doubles the digits. The variables are nested, and each
 * is followed outwards from its peak for the given values of those outside it.
 */
export function integrate(problem: ClosedProblem, tolerance: number, watch: Watch): IntegralAnswer {
  const integrand = integrandOf(problem);
  const { classCount, groupCount, population, demand, copies, peak, cycle } = integrand;
  let before: Float64Array | null = null;
  let beforeLog = 0;
  for (let s = 0; s < steps.length; s++) {
    watch(s / steps.length);
    const budget = { nodes: 0 };
    const step = integrand.spread.map((spread) => spread * steps[s]);
    const sums = trapezoid(integrand, step, budget);
    const means = sums.means.map((value) => value / sums.weight);
    let logG = sums.logScale + Math.log(sums.weight);
    for (let k = 0; k < groupCount; k++)
      logG += Math.log(step[k]) + copies[k] * Math.log(peak[k]) - peak[k] - logFactorial(copies[k] - 1);
    for (let r = 0; r < classCount; r++)
      logG += population[r] * Math.log(cycle[r]) - logFactorial(population[r]);
    if (before !== null) {
      let change = Math.abs(logG - beforeLog);
      for (let i = 0; i < means.length; i++)
        if (means[i] > 0) change = Math.max(change, Math.abs(before[i] / means[i] - 1));
      if (change <= tolerance)
        return {
          throughput: population.map((n, r) => (n * means[r]) / cycle[r]),
          queueLength: problem.stations.map((_, k) =>
            population.map(
              (n, r) =>
                (n * demand[k * classCount + r] * peak[k] * means[classCount + k * classCount + r]) /
                (cycle[r] * copies[k]),
            ),
          ),
          distribution: problem.stations.map(() => null),
          logNormalizingConstant: logG,
          errorEstimate: change,
          nodes: budget.nodes,
        };
    }
    before = means;
    beforeLog = logG;
  }
  throw new SidecoreError({
    code: 'no-convergence',
    path: 'exactIntegral',
    message: `the integral did not settle to ${tolerance}`,
    hint: 'use exactMva or exactConvolution',
  });
}

function integrandOf(problem: ClosedProblem): Integrand {
  const { population, thinkTime, stations } = problem;
  const classCount = population.length;
  const groupCount = stations.length;
  const theta = saddlePoint(stations, population, thinkTime);
  const demand = new Float64Array(classCount * groupCount);
  const copies = Float64Array.from(stations, (station) => station.places.length);
  const peak = new Float64Array(groupCount);
  const cycle = thinkTime.slice();
  stations.forEach((station, k) => {
    let load = 0;
    for (let r = 0; r < classCount; r++) {
      demand[k * classCount + r] = station.demand[r];
      load += station.demand[r] * theta[r];
    }
    peak[k] = copies[k] / (1 - load);
    for (let r = 0; r < classCount; r++) cycle[r] += station.demand[r] * peak[k];
  });
  // minus the second derivatives of the logarithm of the integrand in x = ln u
  const curvature = new Float64Array(groupCount * groupCount);
  for (let k = 0; k < groupCount; k++) {
    curvature[k * groupCount + k] += copies[k];
    for (let l = 0; l < groupCount; l++)
      for (let r = 0; r < classCount; r++)
        curvature[k * groupCount + l] +=
          (population[r] * demand[k * classCount + r] * peak[k] * demand[l * classCount + r] * peak[l]) /
          cycle[r] ** 2;
  }
  const center = peak.map(variableOf);
  return {
    classCount,
    groupCount,
    population,
    demand,
    copies,
    peak,
    cycle,
    center,
    spread: conditionalSpread(curvature, groupCount).map((spread, k) => spread / (1 + Math.exp(-center[k]))),
  };
}

/** The y with y - exp(-y) = ln u, for u of 1 or more (Newton's method). */
function variableOf(u: number): number {
  const x = Math.log(u);
  let y = Math.max(x, 0.5);
  for (let i = 0; i < 8; i++) y -= (y - Math.exp(-y) - x) / (1 + Math.exp(-y));
  return y;
}

/** Standard deviation of each variable given those before it, the ones after it integrated out; at most 1. */
function conditionalSpread(curvature: Float64Array, count: number): Float64Array {
  const matrix = curvature.slice();
  const spread = new Float64Array(count);
  for (let k = count - 1; k >= 0; k--) {
    const pivot = Math.max(matrix[k * count + k], 1e-300);
    spread[k] = Math.min(1, 1 / Math.sqrt(pivot));
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++)
        matrix[i * count + j] -= (matrix[i * count + k] * matrix[k * count + j]) / pivot;
  }
  return spread;
}

/** Sums the integrand, relative to its largest value, over a grid of the given steps. */
function trapezoid(integrand: Integrand, step: Float64Array, budget: { nodes: number }): Sums {
  const { classCount, groupCount, population, demand, copies, peak, cycle } = integrand;
  const width = classCount * (1 + groupCount);
  const levels: Sums[] = Array.from({ length: groupCount + 1 }, () => ({
    logScale: Number.NEGATIVE_INFINITY,
    weight: 0,
    means: new Float64Array(width),
  }));
  // relative change of the cycle times from those at the peak, after the first k variables
  const change = Array.from({ length: groupCount + 1 }, () => new Float64Array(classCount));
  const u = new Float64Array(groupCount);
  const start = integrand.center.slice();

  const innermost = (): void => {
    const sums = levels[groupCount];
    const changes = change[groupCount];
    let logValue = 0;
    for (let r = 0; r < classCount; r++) {
      logValue += population[r] * Math.log1p(changes[r]);
      sums.means[r] = 1 / (1 + changes[r]);
    }
    for (let k = 0; k < groupCount; k++)
      for (let r = 0; r < classCount; r++)
        sums.means[classCount * (k + 1) + r] = (u[k] / peak[k]) * sums.means[r];
    sums.logScale = logValue;
    sums.weight = 1;
    if (++budget.nodes > mostNodes)
      throw new SidecoreError({
        code: 'too-large',
        path: 'exactIntegral',
        message: `the integral needs more than ${mostNodes} nodes`,
        hint: 'use linearizer, or exactMva when the populations are small',
      });
  };

  const line = (k: number): void => {
    if (k === groupCount) {
      innermost();
      return;
    }
    const sums = levels[k];
    const inner = levels[k + 1];
    sums.logScale = Number.NEGATIVE_INFINITY;
    sums.weight = 0;
    sums.means.fill(0);
    let highest = Number.NEGATIVE_INFINITY;
    const from = Math.round(start[k] / step[k]);
    for (const direction of [1, -1]) {
      for (let j = direction === 1 ? from : from - 1; ; j += direction) {
        const y = j * step[k];
        const decay = Math.exp(-y);
        u[k] = Math.exp(y - decay);
        for (let r = 0; r < classCount; r++)
          change[k + 1][r] = change[k][r] + (demand[k * classCount + r] * (u[k] - peak[k])) / cycle[r];
        line(k + 1);
        const own = copies[k] * Math.log(u[k] / peak[k]) - (u[k] - peak[k]) + Math.log1p(decay);
        const logValue = inner.logScale + own + Math.log(inner.weight);
        if (logValue < highest - depth) break;
        if (logValue > highest) {
          highest = logValue;
          start[k] = y;
        }
        add(sums, inner, inner.logScale + own);
      }
    }
  };

  line(0);
  return levels[0];
}

/** Adds sums whose weights are relative to e^logScale to others. */
function add(sums: Sums, other: Sums, logScale: number): void {
  if (logScale > sums.logScale) {
    const factor = Math.exp(sums.logScale - logScale);
    sums.weight *= factor;
    for (let i = 0; i < sums.means.length; i++) sums.means[i] *= factor;
    sums.logScale = logScale;
  }
  const factor = Math.exp(logScale - sums.logScale);
  sums.weight += factor * other.weight;
  for (let i = 0; i < sums.means.length; i++) sums.means[i] += factor * other.means[i];
}
