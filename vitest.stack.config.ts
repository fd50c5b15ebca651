import { defineConfig } from 'vitest/config'

/** Suites against real servers. They share one stack, and topics, keys and tables are named anew by each. */
export default defineConfig({
  test: {
    include: ['src/**/*.stack.test.ts'],
    globalSetup: ['scripts/build-if-stale.mjs', 'scripts/stack-for-tests.mjs'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
