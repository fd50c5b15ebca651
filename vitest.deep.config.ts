import { defineConfig } from 'vitest/config'

/** What takes minutes and needs nothing but npm. */
export default defineConfig({
  test: {
    include: ['src/**/*.slow.test.ts'],
    globalSetup: ['scripts/build-if-stale.mjs'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
})
