import { defineConfig } from 'vitest/config'

/** What needs a browser: `scripts/install-chromium.sh` installs the one that is driven. */
export default defineConfig({
  test: {
    include: ['src/**/*.browser.test.ts'],
    globalSetup: ['scripts/build-if-stale.mjs'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
