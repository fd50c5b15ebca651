import { isMeantBy } from './targets.ts'
import type { FaultTarget } from './fault.ts'
import { FAULT_KINDS, KINDS_TO_COME } from './kinds/registry.ts'

/** What help shows of one kind of fault. */
export interface FaultHelp {
  readonly kind: string
  readonly summary: string
  readonly timing: 'instant' | 'interval' | 'per_record'
  readonly targets: readonly string[]
  readonly attributes: readonly { readonly name: string; readonly summary: string; readonly rule: string; readonly default: string | number | null }[]
  /** Whether a share of the records or connections can be hit. */
  readonly hasProbability: boolean
  readonly example: string
}

/** Only what works: help never promises. */
export function listFaults(): readonly FaultHelp[] {
  return Object.entries(FAULT_KINDS).map(([kind, { summary, timing, targets, attributes, example }]) => ({
    kind,
    summary,
    timing,
    targets,
    attributes: Object.entries(attributes).map(([name, { summary, rule, default: value }]) => ({ name, summary, rule, default: value ?? null })),
    hasProbability: hasProbability(kind),
    example,
  }))
}

export const hasProbability = (kind: string): boolean => FAULT_KINDS[kind].timing === 'per_record' || FAULT_KINDS[kind].probabilityPer !== undefined

/** `crash on bolt.<name>; down on feed.<kind>, cache; …` */
export function whatWorks(): string {
  return Object.entries(FAULT_KINDS).map(([kind, { targets }]) => `${kind} on ${targets.join(', ')}`).join('; ')
}

export const allKinds = (): readonly string[] => [...new Set([...Object.keys(FAULT_KINDS), ...Object.keys(KINDS_TO_COME)])]

/** `no_such_kind`: a typo; `to_come`: understood, but it does nothing yet; `meaningless`: never on this target. */
export function standing(kind: string, target: FaultTarget): 'works' | 'to_come' | 'meaningless' | 'no_such_kind' {
  const works = Object.hasOwn(FAULT_KINDS, kind)
  if (works && FAULT_KINDS[kind].targets.some((pattern) => isMeantBy(pattern, target))) return 'works'
  if (Object.hasOwn(KINDS_TO_COME, kind)) return KINDS_TO_COME[kind].includes(target.name) ? 'to_come' : 'meaningless'
  return works ? 'meaningless' : 'no_such_kind'
}
