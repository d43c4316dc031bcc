import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages, root } from '../../scripts/samples';

/** The anchors that headings of a page make, as GitHub and the site make them. */
function anchorsOf(page: string): Set<string> {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/ /g, '-'),
    ),
  );
}

describe('links between the pages', () => {
  it.each(pages)('lead somewhere: %s', (page) => {
    const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
    const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target)
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => {
        const [file, anchor] = target.split('#');
        const path = file === '' ? page : join(dirname(page), file);
        if (!existsSync(join(root, path))) return true;
        return anchor !== undefined && !anchorsOf(path).has(anchor);
      });
    expect(broken).toEqual([]);
  });

  it('reach every page from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached)
      for (const [, target] of readFileSync(join(root, page), 'utf8').matchAll(
        /\]\(([^)\s#]+\.md)(?:#[^)]*)?\)/g,
      ))
        if (!/^https?:/.test(target)) reached.add(join(dirname(page), target));
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });
});
