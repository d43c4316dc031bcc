import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { modelSchema, writeModel } from '../../src/formats';
import { templates } from '../../src/iopath';
import { changed, smallModel } from './small-model';

const published = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../schema/model.json', import.meta.url)), 'utf8'),
);
/** A validator of JSON Schema that knows nothing of our declaration. */
const validator = z.fromJSONSchema(published);
const accepts = (text: string) => validator.safeParse(parse(text)).success;

describe('schema/model.json', () => {
  it('is what the declaration says (npm run schema writes it)', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(modelSchema())));
  });

  it('is a draft 2020-12 schema with a description for every field of a stage', () => {
    expect(published.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    const stage = JSON.stringify(published.properties.stages);
    for (const field of ['cycles', 'cyclesPerByte', 'metadataLines', 'reads', 'per', 'movable'])
      expect(stage).toMatch(new RegExp(`"${field}":\\{"description":"[^"]+`));
  });

  it('accepts what writeModel writes, and short forms', () => {
    for (const template of Object.values(templates)) expect(accepts(writeModel(template))).toBe(true);
    expect(accepts(smallModel)).toBe(true);
  });

  it.each([
    ['2 GHz', '2 Ghz'],
    ['2 GHz', '2'],
    ['2 GHz', '3 us'],
    ['64 KiB', '64 KB'],
    ['roundTrip', 'roundtrip'],
    ['batch: 4', 'bach: 4'],
    ['wire: true', 'wire: yes'],
    ['sidecore: 1', 'sidecore: 2'],
    ['cycles: 900', 'cycles: 900, per: byte'],
    ['low: 600, ', ''],
  ])('refuses %s as %s', (from, to) => {
    expect(accepts(changed(from, to))).toBe(false);
  });

  it.each([
    ['2 GHz', '2 * 1 GHz'],
    ['30 us', '30 µs'],
    ['30 us', 'delay'],
    ['42 cycles + 50 ns', '142'],
    ['10 Gbit/s', '1.25 GB / s'],
  ])('accepts %s as %s', (from, to) => {
    expect(accepts(changed(from, to))).toBe(true);
  });
});
