import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const steady: ScenarioFile = {
  summary: 'An ordinary day at full rate: standing promotions, no faults; the baseline for the others',
  catalog: { file: FIXTURE_CATALOG },
  traffic: { shape: { kind: 'constant', rate: '20k' }, undercutShare: 0.004 },
  promotions: [
    { id: 'everyday-beauty', kind: 'percent-off', label: 'Everyday beauty', scope: { categories: ['beauty', 'grocery'] }, offBps: 1000 },
    { id: 'book-stack', kind: 'tiered', label: 'Stack of books', scope: { categories: ['books'] }, tiers: [{ minQty: 3, offBps: 1000 }] },
  ],
  thresholds: ['decision_latency: p(99)<100'],
}
