import { oneOf, onlyFields, plainObject, positive } from '../../common';
import type { SteadyStateOptions } from './stationary';

/** Checks the options of the steady-state functions. */
export function checkSteadyStateOptions(options: SteadyStateOptions): SteadyStateOptions {
  plainObject(options, 'options');
  onlyFields(options, ['method', 'tolerance'], '');
  if (options.method !== undefined) oneOf(options.method, ['auto', 'elimination', 'aggregation'], 'method');
  if (options.tolerance !== undefined) positive(options.tolerance, 'tolerance');
  return options;
}
