import type { AttributeValue, FaultSpec } from './fault.ts'
import { formatFault } from './format.ts'
import type { RunTarget } from './kinds/fault-kind.ts'
import { FAULT_KINDS } from './kinds/registry.ts'
import { parseTarget, targetsOf } from './targets.ts'

/** A fault that can begin while a run goes on: everything but its time. */
export interface Injectable {
  readonly kind: string
  readonly target: string
  readonly summary: string
}

/** How long an injected fault lasts, where its kind lasts at all. */
const LASTS_MS = 5_000
const ORIGIN = { place: 'inject a fault', exitCode: 2 } as const

/** Every kind that works, on every target of it that can be reached while threads run. */
export function injectables(bolts: readonly string[], feeds: readonly string[], runTarget: RunTarget): readonly Injectable[] {
  return Object.entries(FAULT_KINDS).flatMap(([kind, { targets, summary, onlyOn = {} }]) => {
    const patterns = targets.filter((pattern) => (onlyOn[pattern] ?? runTarget) === runTarget)
    const named = patterns.flatMap((pattern) => targetsOf(pattern, bolts, feeds))
    return named.filter((target) => isReachable(kind, target, runTarget)).map((target) => ({ kind, target, summary }))
  })
}

/** The fault with its time, as a user would have written it. What would outlast the run ends with it. */
export function injectedText({ kind, target }: Injectable, startMs: number, runMs: number): string {
  const isInstant = FAULT_KINDS[kind].timing === 'instant'
  const durationMs = isInstant ? null : Math.max(1, Math.min(LASTS_MS, runMs - startMs))
  return formatFault({ target: parseTarget(target, ORIGIN), kind, attributes: attributesOf(kind), startMs, durationMs, probability: 1 } satisfies Omit<FaultSpec, 'text'>)
}

/**
 * Lines on their way to the log, calls of ports, the clock, and a bolt between two batches. Steps of bolts and turns of
 * workers are wrapped before the run, and servers are reached by who has started the run.
 */
function isReachable(kind: string, target: string, runTarget: RunTarget): boolean {
  const { onLine, onCall, toxic } = FAULT_KINDS[kind]
  if (target.startsWith('feed.')) return onLine !== undefined
  if (target.startsWith('bolt.')) return kind === 'crash' || kind === 'restart'
  if (target === 'clock') return true
  if (target === 'worker') return false
  return (onLine ?? onCall) !== undefined && (runTarget === 'embedded' || toxic === undefined)
}

/** Defaults, examples where there is none. A bolt at work cannot be wrapped any more: it dies when its batch is decided. */
function attributesOf(kind: string): Readonly<Record<string, AttributeValue>> {
  const known = Object.entries(FAULT_KINDS[kind].attributes).map(([name, { default: usual, example, parse }]) => [name, usual ?? parse(example) ?? example] as const)
  return { ...Object.fromEntries(known), ...(kind === 'crash' ? { at: 'commit' } : {}) }
}
