import { globSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const LEFT_OUT = ['**/*.slow.test.ts', '**/*.stack.test.ts', '**/*.stack-slow.test.ts', '**/*.browser.test.ts', '**/node_modules/**']
/** What a suite says that leaves something behind in its process, as the environment or where runs are kept. */
const LEAVES_TRACES = /\bvi\.(stub|mock|spy|useFake)|process\.(env|chdir|exitCode|on)\b|\bconfigure(Home|Scenarios)\b|globalThis/
const ALONE = globSync('src/**/*.test.ts').filter((file) => LEAVES_TRACES.test(readFileSync(file, 'utf8')))

/**
 * All fast suites, beside the code they test. What takes minutes is named *.slow.test.ts, what needs real servers
 * *.stack.test.ts or *.stack-slow.test.ts, what needs a browser *.browser.test.ts; they have scripts of their own.
 */
export default defineConfig({
  test: {
    globalSetup: ['scripts/build-if-stale.mjs', 'scripts/say-left-out.mjs'],
    projects: [
      // To load the same modules for each suite anew took more of the cores than the suites.
      { extends: true, test: { name: 'together', include: ['src/**/*.test.ts'], exclude: [...ALONE, ...LEFT_OUT], isolate: false } },
      { extends: true, test: { name: 'alone', include: ALONE, exclude: LEFT_OUT } },
    ],
    // Suites that start promo wait for its traffic half of their time; more than three at once only fight for the cores.
    pool: 'forks',
    maxWorkers: 3,
    // Only for what hangs: how long a test takes is the machine's affair.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
