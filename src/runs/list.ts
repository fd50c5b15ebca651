import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import { DEFAULT_POLICY } from '../engine/pricing/policy.ts'
import { PROMOTION_KINDS } from '../engine/pricing/promotions/registry.ts'
import { type FaultHelp, listFaults } from '../faults/what-works.ts'
import { BUILT_IN_SCENARIOS } from '../scenarios/built-in/registry.ts'

/** What there is to choose from. It derives from the registries, so it never promises what does not work. */
export interface Catalogue {
  readonly scenarios: readonly { readonly name: string; readonly summary: string }[]
  readonly faults: readonly FaultHelp[]
  readonly promotions: readonly { readonly kind: string; readonly summary: string }[]
  readonly bolts: readonly { readonly name: string; readonly summary: string; readonly after: readonly string[] }[]
}

export function list(): Catalogue {
  return {
    scenarios: Object.entries(BUILT_IN_SCENARIOS).map(([name, { summary = '' }]) => ({ name, summary })),
    faults: listFaults(),
    promotions: Object.values(PROMOTION_KINDS).map(({ kind, summary }) => ({ kind, summary })),
    bolts: Object.values(BOLTS).map((open) => {
      const { name, summary, after } = open({ partition: 0, partitions: 1, policy: DEFAULT_POLICY, stores: [] })
      return { name, summary, after }
    }),
  }
}
