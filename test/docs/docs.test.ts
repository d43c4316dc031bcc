import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { computedParts } from '../../scripts/computed-parts';
import { errorCodes, warningCodes } from '../../src';
import { fitWarningCodes } from '../../src/fit/data/fit-warnings';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('documentation', () => {
  it('lists every error code', () => {
    const page = read('docs/errors.md');
    for (const [code, meaning] of Object.entries(errorCodes)) {
      expect(page).toContain(`| \`${code}\` |`);
      expect(page, code).toContain(meaning);
    }
  });

  it('lists every warning code', () => {
    const page = read('docs/warnings.md');
    for (const code of [...warningCodes, ...fitWarningCodes]) expect(page).toContain(`| \`${code}\` |`);
  });

  it('lists the warnings of the queueing library', () => {
    const page = read('docs/warnings.md');
    const networks = new URL('../../src/queueing/networks/', import.meta.url);
    const codes = readdirSync(networks).flatMap((file) =>
      [...readFileSync(new URL(file, networks), 'utf8').matchAll(/code: '([a-z-]+)'/g)].map(
        ([, code]) => code,
      ),
    );
    const warnings = [...new Set(codes)].filter((code) => code === 'no-convergence' || !(code in errorCodes));
    expect(warnings.length).toBeGreaterThan(2);
    for (const code of warnings) expect(page).toContain(`| \`${code}\` |`);
  });

  it('prints what the code computes today (npm run docs:tables)', () => {
    for (const { file, name, text } of computedParts())
      expect(read(file)).toContain(`<!-- ${name}:begin -->\n${text}<!-- ${name}:end -->`);
  });

  it('has a changelog whose newest entry is the version of the package', () => {
    const newest = /^## \[(.+?)\]/m.exec(read('CHANGELOG.md'))?.[1];
    expect(newest).toBe(JSON.parse(read('package.json')).version);
  });
});
