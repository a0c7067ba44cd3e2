import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    // Vitest leaves a core to others; of two cores that is half, and most tests wait for hosts.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
