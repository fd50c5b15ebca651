import type { Random } from '../engine/kernel/random.ts'
import type { PlannedFault } from './fault.ts'
import type { FaultKind } from './kinds/fault-kind.ts'
import { FAULT_KINDS } from './kinds/registry.ts'

/** How often a fault hit, out of how many times it could have: lines, calls, steps, or one where it hits as a whole. */
export interface Hits {
  readonly injected: number
  readonly eligible: number
}

/** A planned fault in one place where it acts; places count on their own and are added up. */
export class FaultAtWork implements Hits {
  readonly planned: PlannedFault
  readonly kind: FaultKind
  readonly startMs: number
  /** An instant waits from its time on for what it can hit. */
  readonly endMs: number
  /** The fault's own stream: another fault more or less does not change what it hits. */
  readonly random: Random
  injected = 0
  eligible = 0
  #hasStruck = false

  constructor(planned: PlannedFault, random: Random) {
    const { spec, startMs, endMs } = planned
    this.planned = planned
    this.kind = FAULT_KINDS[spec.kind]
    this.startMs = startMs
    this.endMs = this.kind.timing === 'instant' ? Infinity : endMs
    this.random = random.fork(`fault.${spec.text}`)
  }

  /** Something that it could hit passes; true where it is hit. An instant hits once. */
  strikes(): boolean {
    if (this.kind.timing === 'instant' && this.#hasStruck) return false
    this.eligible++
    const { probability } = this.planned.spec
    if (probability < 1 && !this.random.chance(probability)) return false
    this.injected++
    return (this.#hasStruck = true)
  }
}

/** Faults act in the order of the registry: what silences, then what alters, then what multiplies. */
export function inOrderOfAction(a: FaultAtWork, b: FaultAtWork): number {
  const order = Object.keys(FAULT_KINDS)
  return order.indexOf(a.planned.spec.kind) - order.indexOf(b.planned.spec.kind)
}

/** Of all places together, by planned fault; null where it acts in none of them. */
export function hitsByFault(plan: readonly PlannedFault[], places: readonly FaultAtWork[]): readonly (Hits | null)[] {
  return plan.map((planned) => {
    const mine = places.filter((place) => place.planned === planned)
    if (mine.length === 0) return null
    return mine.reduce<Hits>((sum, { injected, eligible }) => ({ injected: sum.injected + injected, eligible: sum.eligible + eligible }), { injected: 0, eligible: 0 })
  })
}
