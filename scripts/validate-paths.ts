/**
 * How far predictions can be trusted: `npm run validate` prints the report, `-- --write` stores it as
 * docs/validation.md.
 */
import { writeFileSync } from 'node:fs';
import { memoChecks } from './validation/memo-checks';
import { openLoad } from './validation/open-load';
import { publishedRatios } from './validation/published-ratios';
import { randomConfigurations } from './validation/random-configurations';

/** Sections of the report in their order. */
const sections: readonly (() => string | Promise<string>)[] = [
  randomConfigurations,
  memoChecks,
  openLoad,
  publishedRatios,
];

const parts: string[] = [];
for (const section of sections) parts.push(await section());
const text = `# Validation

Written by \`npm run validate -- --write\`; seeded, so that it comes out the same on every machine.

${parts.map((part) => part.trim()).join('\n\n')}
`;
if (process.argv.includes('--write')) writeFileSync(new URL('../docs/validation.md', import.meta.url), text);
else process.stdout.write(text);
