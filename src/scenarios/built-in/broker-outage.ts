import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const brokerOutage: ScenarioFile = {
  summary: 'The log is out of reach for five seconds: the intake pauses, nothing is lost, and it catches up',
  catalog: { file: FIXTURE_CATALOG },
  traffic: { shape: { kind: 'constant', rate: '8k' } },
  promotions: [{ id: 'weekend', kind: 'percent-off', label: 'Weekend offer', scope: { categories: ['electronics', 'fashion', 'home', 'toys'] }, offBps: 1500 }],
  faults: ['log:down@20s+5s'],
  // Whoever came first in the outage waits for all of it.
  thresholds: ['decision_latency: p(99)<8000', 'decision_latency{phase:steady}: p(99)<100'],
}
