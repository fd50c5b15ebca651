import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const spike10x: ScenarioFile = {
  summary: 'Shoppers come ten times as fast for twenty seconds: prices rise, promotions give way, stock is kept',
  catalog: { file: FIXTURE_CATALOG },
  traffic: {
    shape: { kind: 'spike', rate: '2k', peak: '20k', at: '20s', for: '20s' },
    // Nearly all of it is shoppers, and warehouses that follow them: vendors and rivals do not hurry because of a spike.
    mix: { demand: 0.55, sales: 0.4, inventory: 0.04, competitor: 0.006, cost: 0.003, rules: 0.001 },
  },
  promotions: [{ id: 'weekend', kind: 'percent-off', label: 'Weekend offer', scope: { categories: ['electronics', 'fashion', 'home', 'toys'] }, offBps: 2000 }],
  thresholds: ['decision_latency: p(99)<100'],
}
