import { FIXTURE_CATALOG } from '../catalog-file.ts'
import type { ScenarioFile } from '../file/schema.ts'

/** The test of the tests: a pipeline without its guard, which the checks must catch. */
export const canary: ScenarioFile = {
  summary: 'The margin guard is off and everything is 60 % off: this run must fail',
  duration: '15s',
  catalog: { file: FIXTURE_CATALOG },
  traffic: { shape: { kind: 'constant', rate: '5k' } },
  promotions: [{ id: 'too-good', kind: 'percent-off', label: 'Too good to be true', offBps: 6000 }],
  policy: { guard: false, publisherCheck: false },
}
