import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BadModel, badModels } from '../formats/bad-models';
import { useCli } from './run-cli';
import { useHere } from './run-here';

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function expectRefusal({ code, stdout, stderr }: Outcome, model: BadModel): void {
  expect(stderr).toMatch(new RegExp(`^sidecore: error \\[${model.code}\\] .*bad\\.yaml:\\d+:\\d+`));
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(stderr.length).toBeLessThan(1000);
  expect(stdout).toBe('');
  expect(code).toBe(2);
}

describe('sidecore predict refuses', () => {
  const here = useHere();

  it.each(badModels)('$name', async (model) => {
    const file = join(here.folder, 'bad.yaml');
    writeFileSync(file, model.text);
    expectRefusal(await here.run(['predict', file]), model);
  });
});

describe('the process ends with exit code 2, within a second, on', () => {
  const cli = useCli();
  const firstOfEachCode = badModels.filter(
    ({ code }, i) => badModels.findIndex((other) => other.code === code) === i,
  );
  const hostile = badModels.filter(({ name }) =>
    /bomb|bracket|huge|20,000|import|process|constructor/.test(name),
  );

  // A second of processor time; the retries are for a machine so busy that even that is stretched.
  it.each([...new Set([...firstOfEachCode, ...hostile])])('$name', { retry: 2 }, async (model) => {
    writeFileSync(join(cli.folder, 'bad.yaml'), model.text);
    const result = await cli.run(['predict', 'bad.yaml']);
    expectRefusal(result, model);
    expect(result.cpuMilliseconds).toBeGreaterThan(1);
    expect(result.cpuMilliseconds).toBeLessThan(1000);
  });
});
