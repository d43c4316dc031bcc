import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readJmva, whatIfNetworks } from '../../src/formats';
import { haveShared, readShared, sharedNote, sharedPath } from '../shared';
import { runCase } from './harness';
import { jmvaCases } from './jmva-cases';

const filesIn = (folder: string) =>
  haveShared ? readdirSync(sharedPath(folder)).filter((name) => /\.(jmva|xml)$/.test(name)) : [];

describe.skipIf(!haveShared)(`results inside JMVA files${sharedNote}`, () => {
  for (const name of filesIn('reference/jmva'))
    it(name, async () => {
      const cases = await jmvaCases(readShared(`reference/jmva/${name}`), name);
      expect(cases.length).toBeGreaterThan(0);
      expect(cases.flatMap(({ reference, adapter }) => runCase(reference, adapter))).toEqual([]);
    });

  it('notices a wrong figure', async () => {
    const name = 'single-server-one-station-mva.jmva';
    const text = readShared(`reference/jmva/${name}`);
    const [{ reference, adapter }] = await jmvaCases(text, name);
    const wrong = { ...reference, expected: { S1: { C1: { throughput: 1 } } } };
    expect(runCase(wrong, adapter)).toHaveLength(1);
  });
});

describe.skipIf(!haveShared)(`inputs and expected outputs of JMT's own tests${sharedNote}`, () => {
  const outputs = filesIn('jmva-upstream').filter((name) => /expectedoutput/i.test(name));
  for (const output of outputs)
    it(output, async () => {
      const input = output.replace('-expectedOutput', '-input').replace('ExpectedOutput', 'InputData');
      const asked = await readJmva(readShared(`jmva-upstream/${input}`), { file: input });
      const expected = await readJmva(readShared(`jmva-upstream/${output}`), { file: output });
      expect(whatIfNetworks(asked)).toEqual(whatIfNetworks(expected));
      const cases = await jmvaCases(readShared(`jmva-upstream/${output}`), output);
      expect(cases.length).toBeGreaterThan(0);
      expect(cases.flatMap(({ reference, adapter }) => runCase(reference, adapter))).toEqual([]);
    });

  it('reads a model with the results of a simulation', async () => {
    const { network, solutions } = await readJmva(readShared('jmva-upstream/randomModel_open_1.xml'));
    expect(network.classes.Class0.arrivalRate).toBe(0.865989742277264);
    expect(solutions.map(({ solutionMethod }) => solutionMethod)).toEqual(['simulation']);
  });
});
