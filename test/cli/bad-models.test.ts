import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { badModels } from '../formats/bad-models';
import { useCli } from './run-cli';

const cli = useCli();

describe('sidecore predict on malformed and absurd model files', () => {
  // A busy machine may slow one run beyond the second that a refusal may take; three in a row would be the command's.
  it.each(badModels)('refuses $name', { retry: 2 }, async ({ text, code }) => {
    writeFileSync(join(cli.folder, 'bad.yaml'), text);
    const result = await cli.run(['predict', 'bad.yaml']);
    expect(result.code).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).toMatch(new RegExp(`^sidecore: error \\[${code}\\] bad\\.yaml:\\d+:\\d+`));
    expect(result.stderr).not.toMatch(/^ {4}at /m);
    expect(result.stderr.length).toBeLessThan(1000);
    expect(result.milliseconds).toBeLessThan(1000);
  });
});
