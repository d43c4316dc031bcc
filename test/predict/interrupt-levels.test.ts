import { describe, expect, it } from 'vitest';
import { pathModel, predict } from '../../src';

/** An interrupt handler above the process that it feeds, on one core. */
const model = (handlerCycles: number, processCycles: number) =>
  pathModel({
    name: 'interrupted',
    machine: { clock: 1e9, cores: { one: {} } },
    network: { roundTrip: 10e-6 },
    contexts: { handler: { interruptLevel: 1 }, process: {} },
    stages: {
      handle: { context: 'handler', cycles: handlerCycles },
      work: { context: 'process', cycles: processCycles },
    },
    topologies: {
      path: { stages: ['handle', 'work'], links: [{ from: 'handle', to: 'work', mechanism: 'call' }] },
    },
    placements: { shared: { assign: { handler: 'one', process: 'one' } } },
    batch: 1,
  });

describe('a handler that could fill the core of the process below it', () => {
  it.each([1000, 30_000, 1_000_000])('leaves it what it needs, %d cycles to its 10', (cycles) => {
    for (const window of [1, 30, 81, 500]) {
      const prediction = predict(model(cycles, 10), { window });
      expect(prediction.converged).toBe(true);
      // One packet after the other keeps the core full once a few are there: 1 / (handler + process).
      const { utilization } = prediction.centres.one;
      expect(utilization).toBeLessThanOrEqual(1 + 1e-9);
      if (window > 1) expect(utilization).toBeGreaterThan(0.97);
    }
  });
});
