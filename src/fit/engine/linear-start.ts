import { nonNegativeLeastSquares } from '../non-negative-least-squares';
import type { Objective } from './minimise';

/** Costs that cycles per packet are linear in, as long as batches and lines stay as they are. */
const linear =
  /^stages\..*\.(cycles|cyclesPerByte)$|^mechanisms\..*Cycles$|^machine\.(latency\..*|tlbMissCycles|ownershipCycles)$/;

/** A factor that the search may well start from. */
const [lowest, highest] = [Math.log(0.05), Math.log(20)];

/**
 * A start from the problem's linear part. Cycles per packet are sums of costs times how often they arise; with those
 * counts as the model has them at first, non-negative least squares finds the factor of each cost, priors included.
 * Null where no cycles were measured or no parameter is such a cost.
 */
export function linearStart({ evaluator, measured, deviations, priors }: Objective): Float64Array | null {
  const { parameters, measurements } = evaluator;
  const costs = parameters.flatMap(({ paths }, p) => (paths.every((path) => linear.test(path)) ? [p] : []));
  const rows = measurements.flatMap(({ observation }, i) =>
    observation.metric === 'cycles_per_packet' ? [i] : [],
  );
  if (costs.length === 0 || rows.length === 0) return null;
  const origin = new Float64Array(parameters.length);
  const logarithms = evaluator.logarithms(origin);
  const jacobian = logarithms && evaluator.jacobian(origin);
  if (!logarithms || !jacobian) return null;
  const design: number[][] = [];
  const response: number[] = [];
  for (const i of rows) {
    // In units of the measurement, so that every one counts alike.
    const predicted = Math.exp(logarithms[i] - measured[i]);
    const parts = costs.map((p) => predicted * jacobian[p * measured.length + i]);
    const rest = predicted - parts.reduce((sum, part) => sum + part, 0);
    design.push(parts.map((part) => part / deviations[i]));
    response.push((1 - rest) / deviations[i]);
  }
  costs.forEach((p, k) => {
    design.push(costs.map((_, l) => (l === k ? 1 / priors[p].deviation : 0)));
    response.push(1 / priors[p].deviation);
  });
  const { coefficients, converged } = nonNegativeLeastSquares({ design, response });
  if (!converged) return null;
  const start = new Float64Array(parameters.length);
  costs.forEach((p, k) => {
    start[p] = Math.min(Math.max(Math.log(coefficients[k]), lowest), highest);
  });
  return start;
}
