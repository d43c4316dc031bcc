import { expect } from 'vitest';
import { type NetworkSolution, SidecoreError } from '../../../src/queueing';

export const close = (actual: number, expected: number, relative = 1e-10, absolute = 1e-13) =>
  expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(
    Math.max(relative * Math.abs(expected), absolute),
  );

/** Runs something that must fail, and gives its error. */
export function caught(run: () => unknown): SidecoreError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SidecoreError);
    return error as SidecoreError;
  }
  throw new Error('nothing was thrown');
}

/** Two solutions agree in every number of classes and stations; classes without customers have no times to compare. */
export function same(one: NetworkSolution, other: NetworkSolution, relative = 1e-10): void {
  for (const [name, expected] of Object.entries(other.classes)) {
    if (expected.throughput === 0 && expected.queueLength === 0) continue;
    close(one.classes[name].throughput, expected.throughput, relative);
    close(one.classes[name].responseTime, expected.responseTime, relative);
  }
  for (const [name, expected] of Object.entries(other.stations)) {
    close(one.stations[name].queueLength, expected.queueLength, relative);
    close(one.stations[name].utilization, expected.utilization, relative);
    for (const [own, numbers] of Object.entries(expected.classes)) {
      close(one.stations[name].classes[own].queueLength, numbers.queueLength, relative);
      close(one.stations[name].classes[own].throughput, numbers.throughput, relative);
    }
  }
}

/** Little's law at every station and for every class. */
export function littlesLaw(solution: NetworkSolution): void {
  for (const station of Object.values(solution.stations))
    for (const [name, own] of Object.entries(station.classes)) {
      if (solution.classes[name].throughput === 0) continue;
      close(own.queueLength, solution.classes[name].throughput * own.residenceTime, 1e-10);
      if (own.responseTime !== null && own.throughput > 0)
        close(own.queueLength, own.throughput * own.responseTime);
    }
  for (const own of Object.values(solution.classes))
    if (own.throughput > 0) close(own.queueLength, own.throughput * own.responseTime);
}
