import type { SeededBug } from '../seeded-bug.ts'

export const generatorCountsShort: SeededBug = {
  name: 'generator-counts-short',
  summary: 'a generator does not count the last id that it gave out',
  caughtBy: 'load_honesty',
  sent: ({ handed, acked, ...counts }) => ({ ...counts, handed: handed - 1, acked: Math.min(acked, handed - 1) }),
}
