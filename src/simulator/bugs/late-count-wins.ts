import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const lateCountWins: SeededBug = {
  name: 'late-count-wins',
  summary: 'a count that comes late overwrites a newer one',
  caughtBy: 'conservation',
  ...spoilEvent('forecast', 'stock_counted', (_, __, now) => ({ ts: now })),
}
