/** Fills in the parts of README.md and docs/ that are computed: `npm run docs:tables`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { computedParts } from './computed-parts';

for (const { file, name, text } of computedParts()) {
  const url = new URL(`../${file}`, import.meta.url);
  const [begin, end] = [`<!-- ${name}:begin -->\n`, `<!-- ${name}:end -->`];
  const page = readFileSync(url, 'utf8');
  const from = page.indexOf(begin) + begin.length;
  writeFileSync(url, page.slice(0, from) + text + page.slice(page.indexOf(end)));
}
