import { builtInScenario } from '../../dist/scenarios/resolve-scenario.js'
import { peersMix } from '../unthrottled.mjs'

/** What the peers do, in their number of partitions. */
export const PARTITIONS = 4

export function loadScenario(durationMs) {
  const scenario = peersMix(builtInScenario('steady'))
  return { ...scenario, partitions: PARTITIONS, durationMs, faults: [], traffic: { ...scenario.traffic, shape: { kind: 'constant', rate: 20_000 } } }
}
