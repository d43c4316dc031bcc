import { SidecoreError } from '../../common';
import type { ClosedProblem } from './closed-problem';
import { expectedNodes } from './integral';
import type { SolveCost } from './solution';

const cellsOf = (problem: ClosedProblem) => problem.population.reduce((product, n) => product * (n + 1), 1);

/** What exact mean value analysis needs. */
export function mvaCost(problem: ClosedProblem): SolveCost {
  const classCount = problem.classes.length;
  const count = problem.stations.length;
  if (classCount <= 1)
    return { operations: 2 * (count + 1) * (1 + (problem.population[0] ?? 0)), bytes: 24 * count };
  const cells = cellsOf(problem);
  return {
    operations: 2.5 * (count + 1) * classCount * cells,
    bytes: (8 * (count + classCount) * cells) / (problem.population[0] + 1),
  };
}

/** What convolution over the lattice needs. */
export function convolutionCost(problem: ClosedProblem): SolveCost {
  const customers = problem.population.reduce((sum, n) => sum + n, 0);
  let passes = 1;
  let varying = 0;
  let terms = 0;
  for (const { rates, places } of problem.stations) {
    if (rates.length === 1) passes += places.length + 1;
    else {
      varying++;
      terms += places.length * Math.min(rates.length, customers + 1);
    }
  }
  const levels = varying > 0 ? Math.ceil(Math.log2(varying)) + 1 : 0;
  const cells = cellsOf(problem);
  return {
    operations: cells * (problem.classes.length + 0.5) * (passes + terms * levels + 3 * varying),
    bytes: 8 * cells * (2 + levels),
  };
}

/** What the integral needs. */
export function integralCost(problem: ClosedProblem): SolveCost {
  const { classes, stations } = problem;
  return {
    operations: 3 * expectedNodes(problem) * classes.length * (20 + 2 * stations.length),
    bytes: 64 * classes.length * (stations.length + 1) ** 2,
  };
}

/** Null when the cost is within the limit, else what is needed and allowed. */
export function excess(cost: SolveCost, limit: SolveCost): string | null {
  for (const unit of ['operations', 'bytes'] as const)
    if (cost[unit] > limit[unit])
      return `${cost[unit].toExponential(1)} ${unit} (limit ${limit[unit].toExponential(1)})`;
  return null;
}

/** What a method may need that is called by itself, not by `solve`: about half an hour, and 4 GB. */
const hardLimit: SolveCost = { operations: 1e12, bytes: 4e9 };

/** @throws SidecoreError `too-large` beyond what can sensibly be computed at all */
export function refuseTooLarge(cost: SolveCost, method: string): void {
  const figure = excess(cost, hardLimit);
  if (figure !== null)
    throw new SidecoreError({
      code: 'too-large',
      path: method,
      message: `the exact solution would need ${figure}`,
      hint: 'use linearizer or approximateMva, or exactIntegral with few single-server stations',
    });
}
