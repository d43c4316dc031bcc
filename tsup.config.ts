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
  {
    ...shared,
    entry: { cli: 'src/cli/main.ts' },
    format: ['esm'],
    platform: 'node',
    clean: false,
  },
]);
