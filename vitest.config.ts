import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/closing-line-reporter.ts'],
    setupFiles: ['./test/setup.ts'],
    testTimeout: 60_000,
  },
});
