import { readFileSync } from 'node:fs';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { pictures } from '../../scripts/pictures';

describe('pictures of the README', () => {
  it('are drawn from the template as it is now; if not, run npm run images', async () => {
    for (const [name, svg] of Object.entries(await pictures())) {
      expect(XMLValidator.validate(svg)).toBe(true);
      expect(readFileSync(new URL(`../../docs/images/${name}`, import.meta.url), 'utf8'), name).toBe(svg);
    }
  });
});
