import { defineConfig } from 'vitest/config'

/**
 * Suites against real servers. They share one stack, and topics, keys and tables are named anew by each. What takes minutes
 * is named *.stack-slow.test.ts: PROMO_STACK_SLOW=1, as npm run test:stack:deep sets it. Faults on servers have a stack of
 * their own: PROMO_STACK_FAULTS=1, as npm run test:chaos:stack sets it.
 */
export default defineConfig({
  test: {
    include: [process.env.PROMO_STACK_SLOW ? 'src/**/*.stack-slow.test.ts' : 'src/**/*.stack.test.ts'],
    exclude: process.env.PROMO_STACK_FAULTS ? [] : ['src/runs/outside-faults/**'],
    globalSetup: ['scripts/build-if-stale.mjs', 'scripts/stack-for-tests.mjs'],
    pool: 'forks',
    maxWorkers: 2,
    // Servers, brokers that are killed and the suites share two cores: one second look, for what only took too long.
    retry: 1,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
