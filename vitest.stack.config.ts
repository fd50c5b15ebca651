import { defineConfig } from 'vitest/config'

const FAULTS = 'src/runs/outside-faults'
const { PROMO_STACK_FAULTS: onlyFaults, PROMO_STACK_SLOW: onlySlow } = process.env

/**
 * Suites against real servers. They share one stack, and topics, keys and tables are named anew by each. What takes minutes
 * is named *.stack-slow.test.ts: PROMO_STACK_SLOW=1, as npm run test:stack:deep sets it. Faults of servers and workers are
 * PROMO_STACK_FAULTS=1, as npm run test:chaos:stack sets it; those of servers have a stack of their own.
 */
export default defineConfig({
  test: {
    include: [onlyFaults ? `${FAULTS}/**/*.{stack,stack-slow}.test.ts` : onlySlow ? 'src/**/*.stack-slow.test.ts' : 'src/**/*.stack.test.ts'],
    exclude: onlyFaults ? [] : [`${FAULTS}/servers/**`],
    globalSetup: ['scripts/build-if-stale.mjs', 'scripts/stack-for-tests.mjs'],
    pool: 'forks',
    maxWorkers: onlyFaults ? 1 : 2,
    // Servers, brokers that are killed and the suites share two cores: one second look, for what only took too long.
    retry: 1,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
