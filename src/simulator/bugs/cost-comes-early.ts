import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const costComesEarly: SeededBug = {
  name: 'cost-comes-early',
  summary: 'a cost of tomorrow is taken for one of today',
  caughtBy: 'stamps',
  ...spoilEvent('cost-margin', 'cost_changed', (data) => ({ data: { ...data, effectiveFrom: undefined } })),
}
