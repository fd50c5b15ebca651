import type { SeededBug } from '../seeded-bug.ts'

export const handedOverUncounted: SeededBug = {
  name: 'handed-over-uncounted',
  summary: 'a generator forgets to count the rejections of one event in fifty',
  caughtBy: 'lost',
  sent: (counts) => ({ ...counts, offered: counts.handed + Math.ceil(counts.handed / 50) }),
}
