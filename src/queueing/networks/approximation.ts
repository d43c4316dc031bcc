import {
  finite,
  integer,
  onlyFields,
  plainObject,
  positive,
  SidecoreError,
  type Warning,
} from '../../common';
import type { NetworkArrays } from './network';
import { stationThatMayBeFull, whyNotProductForm } from './product-form';

/** Where an iteration stops. */
export interface IterationOptions {
  /** Relative change below which the iteration stops. Default 1e-12. */
  readonly tolerance?: number;
  /** Most steps of one fixed point. Default 100,000; an answer that needs more carries `converged: false`. */
  readonly maxIterations?: number;
}

export interface IterationLimits {
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** How an iteration went; every approximate result carries it. */
export interface IterationReport {
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
}

/** Checks the options of an iterative method; `others` are the fields that the method adds. */
export function iterationLimits(options: IterationOptions, others: readonly string[] = []): IterationLimits {
  plainObject(options, 'options');
  onlyFields(options, ['tolerance', 'maxIterations', ...others], 'options');
  return {
    tolerance: positive(finite(options.tolerance ?? 1e-12, 'options.tolerance'), 'options.tolerance'),
    maxIterations: integer(options.maxIterations ?? 100_000, 'options.maxIterations', 1),
  };
}

/** Throws `unsupported` unless every class is closed, and `invalid-value` when a class takes no time at all. */
export function requireClosed(network: NetworkArrays, method: string): void {
  const { classCount, stationCount, classNames, open, population, thinkTime, demand } = network;
  for (let r = 0; r < classCount; r++) {
    if (open[r])
      throw new SidecoreError({
        code: 'unsupported',
        path: `classes.${classNames[r]}`,
        message: `${method} takes closed classes, this one is open`,
        hint: 'give the class a population, or use a method for mixed networks',
      });
    let total = thinkTime[r];
    for (let k = 0; k < stationCount; k++) total += demand[k * classCount + r];
    if (population[r] > 0 && total === 0)
      throw new SidecoreError({
        code: 'invalid-value',
        path: classCount === 1 ? 'stations' : `classes.${classNames[r]}`,
        message: 'every demand and the think time are 0, so the throughput has no limit',
        hint: 'give at least one demand or think time above 0',
      });
  }
}

/** Throws `unsupported` unless every station is a single-server queue or a delay. */
export function requireConstantRates(network: NetworkArrays, method: string): void {
  for (let k = 0; k < network.stationCount; k++) {
    const servers = network.servers[k];
    if (network.rates[k] === null && (servers === 1 || !Number.isFinite(servers))) continue;
    throw new SidecoreError({
      code: 'unsupported',
      path: `stations.${network.stationNames[k]}`,
      message: `${method} takes single-server queues and delays, not ${network.rates[k] ? 'load-dependent rates' : `${servers} servers`}`,
      hint: 'use approximateMva',
    });
  }
}

/** Throws `unsupported` unless the network has a product form over single-server queues and delays. */
export function requireSingleServers(network: NetworkArrays, method: string): void {
  requireConstantRates(network, method);
  const reason = whyNotProductForm(network);
  if (reason !== null)
    throw new SidecoreError({
      code: 'unsupported',
      path: 'stations',
      message: `${method} takes product-form networks, and ${reason}`,
      hint: 'use approximateMva',
    });
}

/** Throws `unsupported` where a station may be full: these methods would let customers in all the same. */
export function requireRoom(network: NetworkArrays, method: string): void {
  const { capacity, stationNames } = network;
  const full = stationThatMayBeFull(network);
  if (full >= 0)
    throw new SidecoreError({
      code: 'unsupported',
      path: `stations.${stationNames[full]}.capacity`,
      message: `${method} takes stations with room for every customer, and this one has room for ${capacity[full]}`,
      hint: 'use blockingNetwork, for one class, or take the capacity out',
    });
}

/** Throws `unsupported` for more than one class. */
export function requireOneClass(network: NetworkArrays, method: string): void {
  if (network.classCount !== 1)
    throw new SidecoreError({
      code: 'unsupported',
      path: 'classes',
      message: `${method} takes one class, not ${network.classCount}`,
    });
}

/** The remark that an answer is not the fixed point that its method promises. */
export function convergenceWarnings(method: string, report: IterationReport): Warning[] {
  if (report.converged) return [];
  return [
    {
      code: 'no-convergence',
      path: method,
      message: `stopped after ${report.iterations} steps with a residual of ${report.residual}; raise maxIterations or tolerance`,
    },
  ];
}
