import { asymptoticBounds } from './asymptotic-bounds';
import { balancedJobBounds } from './balanced-job-bounds';
import { closedBounds, type NetworkBounds } from './bounds';
import { compositeBounds } from './composite-bounds';
import { geometricBounds } from './geometric-bounds';
import { networkArrays, type QueueingNetwork } from './network';
import { proportionalBounds } from './proportional-bounds';

/**
 * The tightest throughput and response time bounds that follow from all bound methods that apply: asymptotic always,
 * balanced job and composite where the network has a product form over single servers, and proportional and
 * geometric for one such class. The exact throughput lies inside.
 *
 * @returns throughput in passages per second, response time in seconds
 * @throws SidecoreError `unsupported` for open and closed classes together
 * @example
 * networkBounds({
 *   classes: { job: { population: 10, thinkTime: 1 } },
 *   stations: { cpu: { demand: 0.1 }, disk: { demand: 0.09 } },
 * }).classes.job.throughput; // { lower: 6.79, upper: 7.54 }; exact: 6.99
 * @see asymptoticBounds, balancedJobBounds, compositeBounds, proportionalBounds, geometricBounds
 */
export function networkBounds(network: QueueingNetwork): NetworkBounds {
  const arrays = networkArrays(network);
  const wide = asymptoticBounds(network);
  if (arrays.open[0]) return wide;
  const simple =
    arrays.servers.every(
      (servers, k) => arrays.rates[k] === null && (servers === 1 || servers === Infinity),
    ) &&
    (arrays.classCount === 1 ||
      arrays.discipline.every((kind) => !/^(priority|discriminatory|first)/.test(kind)));
  if (!simple) return wide;
  const tight = [wide, balancedJobBounds(network), compositeBounds(network)];
  if (arrays.classCount === 1) tight.push(proportionalBounds(network), geometricBounds(network));
  const ranges = arrays.classNames.map((name) => ({
    lower: Math.max(...tight.map((one) => one.classes[name].throughput.lower)),
    upper: Math.min(...tight.map((one) => one.classes[name].throughput.upper)),
  }));
  return closedBounds(arrays, 'tightest', ranges);
}
