/** Follows every link between the pages of ./site: `npm run site` makes them, and ends with this. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const site = fileURLToPath(new URL('../site', import.meta.url));
const texts = new Map(
  readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => [name, readFileSync(join(site, name), 'utf8')]),
);
const anchors = new Map(
  [...texts].map(([page, text]) => [page, new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))]),
);
let links = 0;
const broken = [...texts].flatMap(([page, text]) =>
  [...text.matchAll(/ (?:href|src)="([^"]+)"/g)]
    .map(([, target]) => target.replaceAll('&amp;', '&'))
    .filter((target) => !/^(?:[a-z]+:|#?$)/.test(target))
    .filter((target) => {
      links++;
      const [file, anchor] = target.split('#');
      const path = file === '' ? page : join(dirname(page), decodeURIComponent(file));
      if (!existsSync(join(site, path))) return true;
      return anchor !== undefined && texts.has(path) && !anchors.get(path)!.has(decodeURIComponent(anchor));
    })
    .map((target) => `${page}: ${target}`),
);
for (const one of new Set(broken)) console.error(one);
console.log(`site: ${texts.size} pages, ${links} links, ${broken.length} broken`);
process.exitCode = broken.length === 0 ? 0 : 1;
