import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const vendorCostShock: ScenarioFile = {
  summary: 'Vendors raise a third of all costs by 15 % at once, and some of them write a hundred times too much',
  catalog: { file: FIXTURE_CATALOG },
  traffic: {
    shape: { kind: 'constant', rate: '10k' },
    mix: { demand: 0.45, sales: 0.33, inventory: 0.13, competitor: 0.039, cost: 0.05, rules: 0.001 },
    cost: { stepBps: 100, shock: { at: '15s', upBps: 1500, skuShare: 0.3 } },
  },
  promotions: [
    { id: 'weekend', kind: 'percent-off', label: 'Weekend offer', offBps: 1500 },
    { id: 'clear-the-shelf', kind: 'overstock-clearance', label: 'Clear the shelf', offBps: 1000, coverHours: 336 },
  ],
  faults: ['feed.cost:bad_cost,factor=100@25s+20s~0.05'],
  thresholds: ['decision_latency: p(99)<100'],
}
