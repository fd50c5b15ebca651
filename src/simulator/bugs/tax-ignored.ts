import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const taxIgnored: SeededBug = {
  name: 'tax-ignored',
  summary: 'the tax that is contained in a price counts as margin',
  caughtBy: 'margin_breaches_published',
  ...spoilEvent('cost-margin', 'sku_seeded', (data) => ({ data: { ...data, tax: { mode: 'excluded' } } })),
}
