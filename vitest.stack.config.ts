import { defineConfig } from 'vitest/config'

/** Suites against real servers. They share one stack, and topics, keys and tables are named anew by each. */
export default defineConfig({
  test: {
    include: ['src/**/*.stack.test.ts'],
    globalSetup: ['scripts/build-if-stale.mjs', 'scripts/stack-for-tests.mjs'],
    pool: 'forks',
    maxWorkers: 2,
    // Servers, brokers that are killed and the suites share two cores: one second look, for what only took too long.
    retry: 1,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
