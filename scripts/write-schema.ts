/** Writes schema/model.json from the declaration of the model file: npm run schema */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { modelSchema } from '../src/formats';

const path = fileURLToPath(new URL('../schema/model.json', import.meta.url));
writeFileSync(path, `${JSON.stringify(modelSchema(), null, 2)}\n`);
