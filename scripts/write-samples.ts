/** Writes what the commands of all pages print today behind them: `npm run docs:samples [-- PAGE...]`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages, played, root } from './samples';

const asked = process.argv.slice(2);
for (const page of asked.length > 0 ? asked : pages) {
  const path = join(root, page);
  const before = readFileSync(path, 'utf8');
  let after = before;
  for (const { shown, printed } of played(page))
    after = after.replace(`\`\`\`console\n${shown}\`\`\``, () => `\`\`\`console\n${printed}\`\`\``);
  if (after !== before) writeFileSync(path, after);
}
