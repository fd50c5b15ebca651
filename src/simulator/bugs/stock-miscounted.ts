import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const stockMiscounted: SeededBug = {
  name: 'stock-miscounted',
  summary: 'some sales take one unit too many from the stock',
  caughtBy: 'conservation',
  ...spoilEvent('forecast', 'sale', (data) => ({ data: { ...data, qty: data.qty === 3 ? 4 : data.qty } })),
}
