import type { ScenarioFile } from './file/schema.ts'
import { DEFAULT_THRESHOLDS } from './thresholds.ts'

type Traffic = NonNullable<ScenarioFile['traffic']>

/** A scenario file in which nothing but the shape can still be missing. */
export interface CompleteFile extends Required<Omit<ScenarioFile, '$schema' | 'extends' | 'schemaVersion' | 'name' | 'summary'>> {
  readonly catalog: Required<NonNullable<ScenarioFile['catalog']>>
  readonly traffic: Required<Omit<Traffic, 'shape' | 'cost'>> & { readonly shape?: Traffic['shape']; readonly cost: Required<NonNullable<Traffic['cost']>> }
}

/** What a scenario is that says nothing but its shape: a busy retailer on a Friday morning, without promotions. */
export const SCENARIO_DEFAULTS: CompleteFile = {
  seed: 1,
  duration: '60s',
  startsAt: '2026-11-27T10:00+05:30',
  timeZone: 'Asia/Kolkata',
  partitions: 8,
  catalog: { file: null, skus: 5000, stores: 20, stockFactor: 1 },
  traffic: {
    zipf: 0.9,
    mix: { demand: 0.45, sales: 0.35, inventory: 0.14, competitor: 0.04, cost: 0.019, rules: 0.001 },
    readShare: 0.1,
    undercutShare: 0.008,
    cost: { stepBps: 100, shock: null },
    sourceDelay: '400ms',
  },
  admission: null,
  promotions: [],
  policy: {},
  faults: [],
  thresholds: [...DEFAULT_THRESHOLDS],
  latencyGate: '100ms',
}
