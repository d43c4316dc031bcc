import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SidecoreError } from '../../src';
import { inWorkers } from '../../src/cli/worker-pool';

let folder = '';
let entry: URL;

/** A worker file with tasks that answer late, fail, and die. */
const tasks = `
import { serveTasks } from ${JSON.stringify(new URL('../../src/cli/serve-tasks.ts', import.meta.url).pathname)};
import { SidecoreError } from ${JSON.stringify(new URL('../../src/common/error.ts', import.meta.url).pathname)};
serveTasks({
  async late({ value, wait }) {
    await new Promise((done) => setTimeout(done, wait));
    return 2 * value;
  },
  refuse(path) {
    throw new SidecoreError({ code: 'invalid-value', path, message: 'not this one', hint: 'take another' });
  },
  break() {
    throw new RangeError('broken');
  },
  die() {
    process.exit(3);
  },
});
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sidecore-pool-'));
  const source = join(folder, 'tasks.ts');
  writeFileSync(source, tasks);
  await build({
    entry: [source],
    outDir: folder,
    format: 'cjs',
    config: false,
    silent: true,
    platform: 'node',
  });
  entry = pathToFileURL(join(folder, 'tasks.cjs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function collect<Result>(results: AsyncIterable<Result>): Promise<Result[]> {
  const all: Result[] = [];
  for await (const result of results) all.push(result);
  return all;
}

describe('inWorkers', () => {
  it('gives results in the order of the inputs, whoever is first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ value: fc.integer(), wait: fc.integer({ min: 0, max: 8 }) }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (inputs, workers) => {
          expect(await collect(inWorkers('late', inputs, { workers, entry }))).toEqual(
            inputs.map(({ value }) => 2 * value),
          );
        },
      ),
      { numRuns: 8 },
    );
  });

  it('takes inputs as they are needed', async () => {
    let taken = 0;
    function* endless() {
      for (;;) yield { value: taken++, wait: 0 };
    }
    const results = inWorkers<number>('late', endless(), { workers: 2, entry });
    for (let i = 0; i < 10; i++) {
      expect((await results.next()).value).toBe(2 * i);
      expect(taken).toBeLessThanOrEqual(i + 4);
    }
    await results.return();
  });

  it('throws what a task threw, as it threw it', async () => {
    const refused = collect(inWorkers('refuse', ['a.b'], { workers: 2, entry }));
    await expect(refused).rejects.toBeInstanceOf(SidecoreError);
    await expect(refused).rejects.toMatchObject({
      code: 'invalid-value',
      path: 'a.b',
      hint: 'take another',
      message: 'a.b: not this one; take another',
    });
    await expect(collect(inWorkers('break', [1], { workers: 1, entry }))).rejects.toThrow('broken');
  });

  it('does not wait for a thread that died', async () => {
    await expect(collect(inWorkers('die', [1, 2, 3], { workers: 1, entry }))).rejects.toThrow('code 3');
  });

  it('stops when asked to', async () => {
    const signal = { aborted: false };
    const results = inWorkers('late', Array(9).fill({ value: 1, wait: 0 }), { workers: 2, entry, signal });
    await results.next();
    signal.aborted = true;
    await expect(results.next()).rejects.toMatchObject({ code: 'aborted' });
  });
});
