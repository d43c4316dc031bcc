import { beforeAll, describe, expect, it } from 'vitest';
import { SidecoreError } from '../../src/common';
import { readModel } from '../../src/formats';
import { badModels } from './bad-models';
import { changed, smallModel } from './small-model';

describe('readModel on malformed and absurd files', () => {
  // Loads the parser of expressions once, so that no single case pays for it.
  beforeAll(async () => {
    await readModel(smallModel);
  });

  it('has a case for each kind of trouble, with names of their own', () => {
    expect(badModels.length).toBeGreaterThan(45);
    expect(new Set(badModels.map(({ name }) => name)).size).toBe(badModels.length);
  });

  it.each(badModels)('refuses $name with $code', { timeout: 5000 }, async ({ text, code, path }) => {
    const error = await readModel(text, { file: 'lab.yaml' }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SidecoreError);
    const { message, code: found, path: at, location } = error as SidecoreError;
    expect({ code: found, path: path === undefined ? undefined : at }).toEqual({ code, path });
    expect(location).toMatch(/^lab\.yaml:\d+:\d+( \(template xen-pv\))?$/);
    expect(message.startsWith(`${location}: `)).toBe(true);
    expect(message).toContain(at);
    expect(message.length).toBeLessThan(800);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    [
      '2 GHz',
      '2 Ghz',
      'lab.yaml:7:3: machine.clock: "2 Ghz" is not a frequency: there is no unit "Ghz"; did you mean GHz?',
    ],
    [
      '2 GHz',
      '2.67',
      'lab.yaml:7:3: machine.clock: 2.67 has no unit; write a frequency like "2.67 GHz" or "800 MHz"',
    ],
    [
      'roundTrip',
      'roundtrip',
      'lab.yaml:11:29: network.roundtrip: unknown field; did you mean roundTrip? allowed: rate, roundTrip, mtu, headerBytes, framingBytes',
    ],
    [
      'driver: side-core',
      'driver: core-9',
      'lab.yaml:32:76: placements.side.move.driver: there is no core "core-9"; known: guest-core, side-core, far-core',
    ],
    [
      'message: frame',
      'message: frme * 2',
      'lab.yaml:12:12: traffic.message: there is no unit or definition "frme"; did you mean frame?',
    ],
  ])('says where, what and what to write when %s becomes %s', async (from, to, message) => {
    await expect(readModel(changed(from, to), { file: 'lab.yaml' })).rejects.toThrow(message);
  });
});
