import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import { targetsOf } from '../faults/targets.ts'
import { listFaults } from '../faults/what-works.ts'
import { METRIC_NAMES } from '../reports/metric-names.ts'
import { BUILT_IN_SCENARIOS } from '../scenarios/built-in/registry.ts'
import { FEEDS } from '../scenarios/scenario.ts'

/** Words that a shell can offer, from the registries: what does not work is not offered. */
export interface CompletionWords {
  readonly scenarios: readonly string[]
  /** `bolt.price:crash`, and attributes that must be given: `feed.cost:bad_cost,factor=`. */
  readonly faults: readonly string[]
  /** `decision_latency:`, the beginning of a threshold. */
  readonly thresholds: readonly string[]
}

export function completionWords(): CompletionWords {
  return {
    scenarios: Object.keys(BUILT_IN_SCENARIOS),
    faults: listFaults().flatMap(({ kind, targets, attributes }) => {
      const needed = attributes.filter((attribute) => attribute.default === null).map(({ name }) => `,${name}=`)
      return targets.flatMap((pattern) => targetsOf(pattern, Object.keys(BOLTS), FEEDS)).map((target) => `${target}:${kind}${needed[0] ?? ''}`)
    }),
    thresholds: METRIC_NAMES.map((name) => `${name}:`),
  }
}
