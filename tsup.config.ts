import { readFile, writeFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';

/**
 * Keeps `import()` of optional packages in CommonJS, where tsup would turn it into `require`: Vega waits at its top
 * level, so it can only be imported. The name that hides it in between has the same length, for the source map.
 */
const keepImports: NonNullable<Options['plugins']>[number] = {
  name: 'keep-imports',
  renderChunk(code) {
    return { code: code.replace(/\bimport\((?!["'](?:\.|mathjs))/g, '$mport(') };
  },
  async buildEnd({ writtenFiles }) {
    for (const { name } of writtenFiles) {
      const text = await readFile(name, 'utf8');
      if (text.includes('$mport(')) await writeFile(name, text.replaceAll('$mport(', 'import('));
    }
  },
};

const shared: Options = { sourcemap: true, target: 'es2022', splitting: true, plugins: [keepImports] };

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      queueing: 'src/queueing/index.ts',
      fit: 'src/fit/index.ts',
      formats: 'src/formats/index.ts',
      report: 'src/report/index.ts',
    },
    format: ['esm', 'cjs'],
    platform: 'neutral',
    dts: true,
    clean: true,
  },
  // CommonJS, because Node 20 starts it in half the time that ES modules take.
  {
    ...shared,
    entry: { cli: 'src/cli/main.ts', worker: 'src/cli/worker.ts' },
    format: ['cjs'],
    platform: 'node',
    // Where a built file stands, as `import.meta.url`, to find the worker beside it.
    shims: true,
    clean: false,
  },
]);
