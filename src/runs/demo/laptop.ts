import type { ScenarioOverrides } from '../plan-scenario.ts'

/** Small enough for a laptop in a meeting; the same seed as everybody’s, so that the catalogue and the traffic are too. */
export const LAPTOP: ScenarioOverrides = { rate: 1000, skus: 300, stores: 4, seed: '1' }
