import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (floor: string) => fileURLToPath(new URL(`./src/${floor}index.ts`, import.meta.url));

export default defineConfig({
  // The package by its name, as examples and notebooks ask for it, is its source.
  resolve: {
    alias: [
      { find: /^sidecore$/, replacement: source('') },
      { find: /^sidecore\/(\w+)$/, replacement: source('$1/') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/closing-line-reporter.ts'],
    setupFiles: ['./test/setup.ts'],
    testTimeout: 60_000,
  },
});
