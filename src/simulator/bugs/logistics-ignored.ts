import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const logisticsIgnored: SeededBug = {
  name: 'logistics-ignored',
  summary: 'what it costs to bring a unit counts as margin',
  caughtBy: 'margin_breaches_published',
  ...spoilEvent('cost-margin', 'sku_seeded', (data) => ({ data: { ...data, logisticsMinor: 0 } })),
}
