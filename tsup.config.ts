import { copyFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';

const shared = { sourcemap: true, target: 'es2022', splitting: true } as const;

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      queueing: 'src/queueing/index.ts',
      formats: 'src/formats/index.ts',
      report: 'src/report/index.ts',
    },
    format: ['esm', 'cjs'],
    platform: 'neutral',
    dts: true,
    clean: true,
  },
  // commander is built in, which takes a fifth off the start of every command; it is CommonJS and asks for `require`.
  {
    ...shared,
    entry: { cli: 'src/cli/main.ts' },
    format: ['esm'],
    platform: 'node',
    clean: false,
    minify: true,
    noExternal: ['commander'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    onSuccess: () => copyFile('node_modules/commander/LICENSE', 'dist/commander.LICENSE'),
  },
]);
