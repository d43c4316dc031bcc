/** Fills in the parts of docs/ that are computed: `npm run docs:tables`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { workedExample } from './worked-example';

const file = fileURLToPath(new URL('../docs/theory.md', import.meta.url));
const text = readFileSync(file, 'utf8');
writeFileSync(
  file,
  text.replace(/(<!-- ledger:begin -->\n)[\s\S]*?(<!-- ledger:end -->)/, `$1${workedExample()}$2`),
);
