import { describe, expect, it } from 'vitest';
import { differences, execute, missing, notebooks } from '../../scripts/notebooks/kernel';

const note = missing ? ` (skipped: ${missing})` : '';

describe.skipIf(missing)(`notebooks in Deno's Jupyter kernel${note}`, () => {
  it('are three', () => {
    expect(notebooks.length).toBe(3);
  });

  it.each(notebooks)(
    '%s prints what is stored in it (npm run notebooks -- --write), with a page for every answer',
    (path) => {
      const outputs = execute([path])[path];
      expect(differences(path, outputs)).toEqual([]);
      const pages = outputs.flat().filter(({ data }) => data?.['text/html']);
      for (const { data } of pages) expect(data!['text/html']).toMatch(/<pre/);
      const charts = pages.filter(({ data }) => data!['application/vnd.vegalite.v5+json']);
      expect(charts.length).toBeGreaterThan(2);
      for (const { data } of charts) expect(data!['image/svg+xml']).toMatch(/^<svg[\s\S]*<\/svg>$/);
    },
    180_000,
  );
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
