import { defineConfig } from 'vitest/config'

/**
 * All fast suites, beside the code they test. What takes minutes is named *.slow.test.ts, what needs real servers
 * *.stack.test.ts or *.stack-slow.test.ts, what needs a browser *.browser.test.ts; they have scripts of their own.
 */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    exclude: ['**/*.slow.test.ts', '**/*.stack.test.ts', '**/*.stack-slow.test.ts', '**/*.browser.test.ts', '**/node_modules/**'],
    globalSetup: ['scripts/build-if-stale.mjs', 'scripts/say-left-out.mjs'],
    // Suites that start promo wait for its traffic half of their time; more than three at once only fight for the cores.
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
