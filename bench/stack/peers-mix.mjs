import { builtInScenario } from '../../dist/scenarios/resolve-scenario.js'
import { peersMix } from '../unthrottled.mjs'

/** What the peers do, 20,000 events a second of it. */
export function peersScenario(durationMs) {
  const scenario = peersMix(builtInScenario('steady'))
  return { ...scenario, durationMs, faults: [], traffic: { ...scenario.traffic, shape: { kind: 'constant', rate: 20_000 } } }
}
