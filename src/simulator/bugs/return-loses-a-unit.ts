import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const returnLosesAUnit: SeededBug = {
  name: 'return-loses-a-unit',
  summary: 'of what is released, one unit does not come back',
  caughtBy: 'conservation',
  ...spoilEvent('forecast', 'released', (data) => ({ data: { ...data, qty: (data.qty as number) - 1 } })),
}
