/**
 * Fits data that others published: `npm run fit:published` prints the page, `-- --write` stores it as
 * docs/published-fits.md, for which the data of all sections must be there.
 */
import { writeFileSync } from 'node:fs';
import { havePollingCores } from './published-fits/polling-cores';
import { grantSection, iommuSection, pollingSection } from './published-fits/sections';

const write = process.argv.includes('--write');
const text = `# Fits of published data

Written by \`npm run fit:published -- --write\`; seeded, so that it comes out the same on every machine. It shows what
\`fit\` makes of few figures that were measured for another purpose, and where they do not suffice.

${[grantSection(), await iommuSection(), pollingSection()].join('\n')}`;

if (write && !havePollingCores) {
  console.error(
    'the measurements of the third section are not beside this checkout; the page stays as it is',
  );
  process.exitCode = 1;
} else if (write) {
  writeFileSync(new URL('../docs/published-fits.md', import.meta.url), text);
} else {
  process.stdout.write(text);
}
