import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const inventoryOutage: ScenarioFile = {
  summary: 'The inventory feed falls silent for twenty seconds: after five, every decision is defensive',
  catalog: { file: FIXTURE_CATALOG },
  traffic: { shape: { kind: 'constant', rate: '10k' } },
  promotions: [{ id: 'weekend', kind: 'percent-off', label: 'Weekend offer', scope: { categories: ['fashion', 'footwear', 'beauty', 'toys'] }, offBps: 2000 }],
  policy: { stock: { feedStaleAfter: '5s' } },
  faults: ['feed.inventory:down@20s+20s'],
  thresholds: ['decision_latency: p(99)<100'],
}
