/** Draws the pictures of the README: `npm run images`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { pictures } from './pictures';

const folder = new URL('../docs/images/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(await pictures())) writeFileSync(new URL(name, folder), text);
