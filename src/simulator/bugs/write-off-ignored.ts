import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const writeOffIgnored: SeededBug = {
  name: 'write-off-ignored',
  summary: 'what is written off stays on the shelf',
  caughtBy: 'conservation',
  ...spoilEvent('forecast', 'written_off', (data) => ({ data: { ...data, qty: 0 } })),
}
