import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const redisOutage: ScenarioFile = {
  summary: 'The price cache is gone for ten seconds, forgets everything, and then stands still: reads take the last safe price',
  catalog: { file: FIXTURE_CATALOG },
  traffic: { shape: { kind: 'constant', rate: '8k' } },
  promotions: [{ id: 'weekend', kind: 'percent-off', label: 'Weekend offer', scope: { categories: ['electronics', 'fashion', 'home', 'toys'] }, offBps: 1500 }],
  faults: ['cache:down@12s+10s', 'cache:flush@32s', 'cache:pause@44s+4s'],
  thresholds: ['decision_latency: p(99)<4000', 'decision_latency{phase:steady}: p(99)<100', 'price_read_fallbacks: count>0', 'price_read_latency: p(99)<250'],
}
