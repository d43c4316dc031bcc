import { describe, expect, it } from 'vitest';
import { haveShared, readShared, sharedNote } from '../shared';
import { adapters } from './adapters';
import { type ReferenceCase, runCase } from './harness';

const files = ['octave.dev.json', 'line.dev.json', 'hard.dev.json'];

describe.skipIf(!haveShared)(`reference cases${sharedNote}`, () => {
  for (const file of files) {
    const cases: ReferenceCase[] = haveShared ? JSON.parse(readShared(`reference/${file}`)).cases : [];
    for (const kind of new Set(cases.map((one) => one.kind))) {
      const own = cases.filter((one) => one.kind === kind);
      it(`${file}: ${kind} (${own.length} cases)`, () => {
        expect(adapters[kind], `no adapter for ${kind}`).toBeDefined();
        expect(own.flatMap((one) => runCase(one, adapters[kind]))).toEqual([]);
      });
    }
  }
});
