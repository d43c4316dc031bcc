/** Writes the JSON Schemas from the declarations of the files: npm run schema */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { modelSchema, networkSchema } from '../src/formats';

for (const [name, schema] of Object.entries({ model: modelSchema(), network: networkSchema() })) {
  const path = fileURLToPath(new URL(`../schema/${name}.json`, import.meta.url));
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
}
