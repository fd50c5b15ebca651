import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const flashSale: ScenarioFile = {
  summary: 'A flash sale opens in the middle of a busy Friday, and the price bolt crashes in the middle of the sale',
  seed: 1,
  duration: '60s',
  startsAt: '2026-11-27T10:00+05:30',
  timeZone: 'Asia/Kolkata',
  catalog: { file: FIXTURE_CATALOG, skus: 5000, stores: 20 },
  traffic: {
    shape: { kind: 'constant', rate: '20k' },
    zipf: 0.9,
    mix: { demand: 0.45, sales: 0.35, inventory: 0.14, competitor: 0.04, cost: 0.019, rules: 0.001 },
    undercutShare: 0.008,
    cost: { stepBps: 50 },
  },
  promotions: [
    { id: 'flash-gadgets', kind: 'flash-sale', label: 'Friday flash: gadgets', scope: { categories: ['mobiles'] }, startsAt: '10s', endsAt: '50s', offBps: 2500 },
    { id: 'flash-style', kind: 'flash-sale', label: 'Friday flash: style', scope: { categories: ['footwear'] }, startsAt: '12s', offBps: 3000, minOnHand: 20 },
    { id: 'everyday-beauty', kind: 'percent-off', label: 'Everyday beauty', scope: { categories: ['beauty', 'grocery'] }, offBps: 1000 },
    { id: 'appliance-cheque', kind: 'amount-off', label: '₹200 off appliances', scope: { categories: ['appliances'] }, offMinor: 20_000 },
    { id: 'book-stack', kind: 'tiered', label: 'Stack of books', scope: { categories: ['books'] }, tiers: [{ minQty: 1, offBps: 500 }, { minQty: 3, offBps: 1000 }, { minQty: 6, offBps: 2000 }] },
    { id: 'clear-the-shelf', kind: 'overstock-clearance', label: 'Clear the shelf', offBps: 1500, coverHours: 336 },
  ],
  faults: ['bolt.price:crash@30s'],
  thresholds: ['decision_latency: p(99)<100'],
}
