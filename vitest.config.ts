import { defineConfig } from 'vitest/config'

const LEFT_OUT = ['**/*.slow.test.ts', '**/*.stack.test.ts', '**/*.stack-slow.test.ts', '**/*.browser.test.ts', '**/node_modules/**']
/** Rooms without a process, an environment or a folder of their own: nothing of one suite is left for the next. */
const PURE = ['engine', 'checks', 'faults', 'scenarios', 'reports'].map((room) => `src/${room}/**/*.test.ts`)

/**
 * All fast suites, beside the code they test. What takes minutes is named *.slow.test.ts, what needs real servers
 * *.stack.test.ts or *.stack-slow.test.ts, what needs a browser *.browser.test.ts; they have scripts of their own.
 */
export default defineConfig({
  test: {
    globalSetup: ['scripts/build-if-stale.mjs', 'scripts/say-left-out.mjs'],
    projects: [
      // To load the same modules for each suite anew took more of the cores than the suites.
      { extends: true, test: { name: 'pure', include: PURE, exclude: LEFT_OUT, isolate: false } },
      { extends: true, test: { name: 'rest', include: ['src/**/*.test.ts'], exclude: [...PURE, ...LEFT_OUT] } },
    ],
    // Suites that start promo wait for its traffic half of their time; more than three at once only fight for the cores.
    pool: 'forks',
    maxWorkers: 3,
    // Only for what hangs: how long a test takes is the machine's affair.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
