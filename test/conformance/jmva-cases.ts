import { type JmvaModel, type JmvaSolution, readJmva, whatIfNetworks } from '../../src/formats';
import {
  approximateMva,
  aql,
  bardSchweitzer,
  chow,
  exactConvolution,
  linearizer,
  type NetworkSolution,
  type PerClass,
  type QueueingNetwork,
  seidmann,
  solve,
} from '../../src/queueing';
import type { Adapter, ReferenceCase } from './harness';

/** A result that JMT has written into a JMVA file, and how to compute ours. */
export interface JmvaCase {
  readonly reference: ReferenceCase;
  readonly adapter: Adapter;
}

/**
 * One case for each algorithm and each value of the what-if. Tolerances, relative:
 *
 * - 1e-9 for exact algorithms: the files print every digit of a double
 * - ten times the tolerance in the file where JMT has iterated, because it has stopped at that change of a step
 * - for RECAL, MoM and CoMoM what a demand changes when it is rounded to five decimals, which JMT does there: with one
 *   station of demands 0.00431089 and 0.02170611 it prints a total utilisation of 1.00016
 */
export async function jmvaCases(text: string, file: string): Promise<JmvaCase[]> {
  const model = await readJmva(text, { file });
  const kind = `jmva-${kindOf(model.network)}`;
  const networks = whatIfNetworks(model);
  return model.solutions
    .filter((solution) => solution.solutionMethod !== 'simulation')
    .map((solution) => {
      const network = networks[solution.iteration ?? 0];
      const stop = model.algorithms.find(({ name }) => name === solution.algorithm)?.tolerance ?? 1e-7;
      const id = [file, solution.algorithm, solution.iteration]
        .filter((part) => part !== undefined)
        .join(' ');
      return {
        reference: {
          id,
          kind,
          input: network,
          expected: { ...solution.stations },
          tolRel: toleranceOf(solution.algorithm, network, stop),
        },
        adapter: (input: QueueingNetwork) => ownFigures(input, solution),
      };
    });
}

function toleranceOf(algorithm: string, network: QueueingNetwork, stop: number): number {
  if (Object.hasOwn(approximations, algorithm)) return Math.max(1e-9, 10 * stop);
  if (!['RECAL', 'MoM', 'CoMoM'].includes(algorithm)) return 1e-9;
  const demands = Object.values(network.stations).flatMap(({ serviceTime, visits }) =>
    Object.keys(network.classes).map((name) => of(serviceTime, name) * of(visits, name)),
  );
  return Math.max(1e-9, 0.5e-5 / Math.min(...demands.filter((demand) => demand > 0)));
}

const of = (table: PerClass<number> | undefined, name: string) =>
  typeof table === 'object' ? (table[name] ?? 0) : (table ?? 1);

/** From what the model holds, not from what its file is called. */
function kindOf({ classes, stations }: JmvaModel['network']): string {
  const every = Object.values(stations);
  const open = Object.values(classes).filter((one) => one.arrivalRate !== undefined).length;
  const several = every.some(({ servers = 1 }) => servers > 1) ? '-multi-server' : '';
  if (every.some(({ rates }) => rates !== undefined)) return 'load-dependent';
  if (open > 0) return `${open === Object.keys(classes).length ? 'open' : 'mixed'}${several}`;
  return several === '' ? 'single-server' : 'multi-server';
}

/** JMT's approximations by its names; its Linearizers renew the correction once. */
const approximations: Readonly<Record<string, (network: QueueingNetwork) => NetworkSolution>> = {
  Chow: (network) => (several(network) ? seidmann(network, { method: 'chow' }) : chow(network)),
  AQL: (network) => (several(network) ? seidmann(network, { method: 'aql' }) : aql(network)),
  'Bard-Schweitzer': (network) =>
    several(network) ? seidmann(network, { method: 'bard-schweitzer' }) : bardSchweitzer(network),
  Linearizer: linearizerOnce,
  'De Souza-Muntz Linearizer': linearizerOnce,
};

function linearizerOnce(network: QueueingNetwork): NetworkSolution {
  const corrections = 1;
  return several(network)
    ? approximateMva(network, { corrections, multiServer: 'seidmann' })
    : linearizer(network, { corrections });
}

function several({ stations }: QueueingNetwork): boolean {
  return Object.values(stations).some(({ servers = 1 }) => servers > 1);
}

function ownFigures(
  network: QueueingNetwork,
  { algorithm, stations }: JmvaSolution,
): Record<string, unknown> {
  const loadDependent = Object.values(network.stations).some(({ rates }) => rates !== undefined);
  const approximation = Object.hasOwn(approximations, algorithm) ? approximations[algorithm] : undefined;
  // Every other algorithm of JMT is exact but for several servers, where it is Seidmann's.
  const solution = approximation
    ? approximation(network)
    : several(network)
      ? seidmann(network)
      : solve(network);
  const alone = Object.keys(network.classes).length === 1;
  const busy = loadDependent && alone && !several(network) ? busyShares(network) : {};
  return Object.fromEntries(
    Object.keys(stations).map((name) => [
      name,
      Object.fromEntries(
        Object.entries(solution.stations[name].classes).map(([own, result]) => [
          own,
          {
            queueLength: result.queueLength,
            throughput: result.throughput,
            residenceTime: result.residenceTime,
            // JMT does not divide by the servers; with load dependence it prints the share of time that the station is not empty.
            utilization: busy[name] ?? result.utilization * (network.stations[name].servers ?? 1),
          },
        ]),
      ),
    ]),
  );
}

function busyShares(network: QueueingNetwork): Record<string, number> {
  const { stations } = exactConvolution(network, { distributions: true });
  return Object.fromEntries(
    Object.entries(stations).map(([name, { distribution }]) => [name, 1 - (distribution?.[0] ?? 1)]),
  );
}
