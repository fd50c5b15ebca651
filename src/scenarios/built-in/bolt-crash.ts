import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

export const boltCrash: ScenarioFile = {
  summary: 'Bolts die at every point between read and publication: each is back in a moment, no effect is doubled',
  catalog: { file: FIXTURE_CATALOG },
  traffic: { shape: { kind: 'constant', rate: '8k' } },
  promotions: [{ id: 'weekend', kind: 'percent-off', label: 'Weekend offer', scope: { categories: ['electronics', 'fashion', 'home', 'toys'] }, offBps: 1500 }],
  faults: [
    'bolt.spout:crash,at=read@6s',
    'bolt.normalise:crash@12s',
    'bolt.price:crash@18s',
    'bolt.cost-margin:crash@24s',
    'bolt.forecast:crash@30s',
    'bolt.decide:crash,at=commit@36s',
    'bolt.publish:crash,at=publish@42s',
    'bolt.publish:crash,at=store@46s',
    'bolt.publish:crash,at=cache@50s',
  ],
  // Seconds at the worst: a partition that starts again reads its snapshot and what stands behind it.
  thresholds: ['decision_latency: p(99)<2000', 'decision_latency{phase:steady}: p(99)<100'],
}
