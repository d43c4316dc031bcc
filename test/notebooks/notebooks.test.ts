import { describe, expect, it } from 'vitest';
import { differences, execute, missing, notebooks } from '../../scripts/notebooks/kernel';

const note = missing ? ` (skipped: ${missing})` : '';

describe.skipIf(missing)(`notebooks in Deno's Jupyter kernel${note}`, () => {
  it('print what is stored in them (npm run notebooks -- --write), with a page for every answer', () => {
    expect(notebooks.length).toBeGreaterThan(1);
    for (const [path, outputs] of Object.entries(execute(notebooks))) {
      expect(differences(path, outputs), path).toEqual([]);
      const pages = outputs.flat().filter(({ data }) => data?.['text/html']);
      expect(pages.length, path).toBeGreaterThan(3);
      for (const { data } of pages) expect(data!['text/html']).toMatch(/<pre/);
      const charts = pages.filter(({ data }) => data!['application/vnd.vegalite.v5+json']);
      expect(charts.length, path).toBeGreaterThan(2);
      for (const { data } of charts) expect(data!['image/svg+xml']).toMatch(/^<svg[\s\S]*<\/svg>$/);
    }
  });
});

describe('a notebook', () => {
  it('is refused for an error, and for another output than the stored one', () => {
    const [path] = notebooks;
    const none = Array.from({ length: 99 }, () => []);
    expect(differences(path, none)[0]).toMatch(/prints\n\nbut has stored\n/);
    const failed = none.with(1, [{ output_type: 'error', ename: 'Error', evalue: 'boom' }] as never);
    expect(differences(path, failed)[0]).toBe('cell 2: Error: boom');
  });
});
