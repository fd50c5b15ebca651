import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const competitorStorm: ScenarioFile = {
  summary: 'Rivals’ prices pour in and undercut: decisions are limited per SKU, the newest wins, none falls under the floor',
  catalog: { file: FIXTURE_CATALOG },
  traffic: {
    shape: { kind: 'constant', rate: '10k' },
    zipf: 1.1,
    mix: { demand: 0.25, sales: 0.18, inventory: 0.06, competitor: 0.5, cost: 0.009, rules: 0.001 },
    undercutShare: 0.4,
  },
  promotions: [{ id: 'weekend', kind: 'percent-off', label: 'Weekend offer', offBps: 1000 }],
  thresholds: ['decision_latency: p(99)<250'],
}
