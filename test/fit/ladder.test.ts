import { describe, expect, it } from 'vitest';
import { pathModel, withValues, xenPv } from '../../src';
import { type FitOptions, fit as fitted } from '../../src/fit';
import { labNoise, type SyntheticRuns, syntheticRuns } from './synthetic-runs';

const model = pathModel(xenPv);
const lab: SyntheticRuns = {
  topology: 'inter-node-receive',
  placements: ['none', 'driver-domain', 'driver-domain-other-socket'],
  batches: [1, 4, 16],
  replicates: 3,
  noise: labNoise,
  seed: 4,
};
const options: FitOptions = {
  tied: {
    guest: ['stages.tcp-*.cycles', 'stages.netfront-*.cycles'],
    driver: ['stages.netback-*.cycles', 'stages.bridge-*.cycles', 'stages.nic-*.cycles'],
    hypervisor: ['stages.grant-*.cycles'],
    activation: ['mechanisms.event-channel.sourceCycles', 'mechanisms.event-channel.targetCycles'],
    footprint: ['contexts.*.footprintLines'],
    transfer: ['machine.latency.peer', 'machine.latency.remotePeer'],
  },
  free: ['mechanisms.event-channel.switchCycles', 'machine.randomParallelism.llc'],
  starts: 1,
  ladder: true,
};
const without = (...paths: string[]) => withValues(model, Object.fromEntries(paths.map((path) => [path, 0])));
const reload = Object.keys(model.contexts).flatMap((name) => [
  `contexts.${name}.footprintLines`,
  `contexts.${name}.tlbPages`,
]);
const transfer = ['machine.latency.peer', 'machine.latency.remotePeer'];

describe('the ladder', () => {
  const { ladder, model: found } = fitted(model, syntheticRuns(model, lab), options);
  const rungs = Object.fromEntries(ladder!.rungs.map((rung) => [rung.rung, rung]));

  it('frees more from rung to rung, and fits better', () => {
    expect(ladder!.rungs.map(({ rung }) => rung)).toEqual(['M0', 'M1', 'M2', 'M3', 'M4']);
    expect(ladder!.rungs.map(({ free }) => free.length)).toEqual([4, 5, 6, 7, 8]);
    const misfits = ladder!.rungs.map(({ chiSquaredPerObservation }) => chiSquaredPerObservation);
    misfits.slice(1).forEach((misfit, i) => {
      expect(misfit).toBeLessThan(misfits[i] * 1.001);
    });
  });

  it('takes reload and transfer where they are in the data, and says why in a sentence', () => {
    expect(['M2', 'M3', 'M4']).toContain(ladder!.chosen);
    expect(rungs.M1.boundaryProbability).toBeLessThan(1e-6);
    expect(rungs.M2.boundaryProbability).toBeLessThan(1e-6);
    expect(rungs.M0.aicc!).toBeGreaterThan(rungs.M2.aicc! + 20);
    expect(ladder!.because).toContain(ladder!.chosen);
    expect(found.contexts['driver-domain'].footprintLines).toBeGreaterThan(0);
  });

  it('predicts placements without their data better with them', () => {
    const error = (name: string) => {
      const { leaveOnePlacementOut } = rungs[name];
      return leaveOnePlacementOut.find(({ metric }) => metric === 'cycles_per_packet')?.median ?? Number.NaN;
    };
    expect(error('M0')).toBeGreaterThan(2 * error('M2'));
  });

  it('takes the plain model where there is neither', () => {
    const plain = without(...reload, ...transfer);
    const { ladder: other, model: chosen } = fitted(model, syntheticRuns(plain, lab), options);
    expect(other!.chosen).toBe('M0');
    expect(chosen.contexts['driver-domain'].footprintLines).toBe(0);
    // What is truly zero: a large likelihood ratio is no more frequent than its probability says.
    expect(other!.rungs.find(({ rung }) => rung === 'M1')!.boundaryProbability).toBeGreaterThan(0.001);
  });

  it('leaves out rungs that add nothing, and cache terms that a row brings with it', () => {
    const bare = pathModel({ ...model, ...without(...reload, ...transfer) });
    const rows = syntheticRuns(bare, lab);
    const own = { ...options, tied: { guest: options.tied!.guest, driver: options.tied!.driver }, free: [] };
    const { ladder: short } = fitted(bare, rows, own);
    expect(short!.rungs.map(({ rung }) => rung)).toEqual(['M0']);
    const carried = rows.map((row) => ({
      ...row,
      covariates: { ...row.covariates, 'contexts.driver-domain.footprintLines': 1200 },
    }));
    expect(fitted(model, carried, options).ladder!.rungs[0].rung).toBe('M0');
  });
});
