import type { AttributeValue, FaultSpec } from './fault.ts'
import { formatFault } from './format.ts'
import { FAULT_KINDS } from './kinds/registry.ts'
import { parseTarget } from './targets.ts'

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
export function injectables(bolts: readonly string[], feeds: readonly string[]): readonly Injectable[] {
  return Object.entries(FAULT_KINDS).flatMap(([kind, { targets, summary }]) => {
    const named = targets.flatMap((pattern) => namesOf(pattern, bolts, feeds))
    return named.filter((target) => isReachable(kind, target)).map((target) => ({ kind, target, summary }))
  })
}

/** The fault with its time, as a user would have written it. What would outlast the run ends with it. */
export function injectedText({ kind, target }: Injectable, startMs: number, runMs: number): string {
  const isInstant = FAULT_KINDS[kind].timing === 'instant'
  const durationMs = isInstant ? null : Math.max(1, Math.min(LASTS_MS, runMs - startMs))
  return formatFault({ target: parseTarget(target, ORIGIN), kind, attributes: attributesOf(kind), startMs, durationMs, probability: 1 } satisfies Omit<FaultSpec, 'text'>)
}

function namesOf(pattern: string, bolts: readonly string[], feeds: readonly string[]): readonly string[] {
  const [name, part] = pattern.split('.')
  if (!part?.startsWith('<')) return [pattern]
  return (name === 'bolt' ? bolts : feeds).map((each) => `${name}.${each}`)
}

/** Lines on their way to the log, the cache, and a bolt between two batches; other ports are wired before the run. */
function isReachable(kind: string, target: string): boolean {
  const actsOnLines = FAULT_KINDS[kind].onLine !== undefined && /^(feed\.|log$)/.test(target)
  return actsOnLines || (kind === 'crash' && target.startsWith('bolt.')) || (kind === 'down' && target === 'cache')
}

/** Defaults, examples where there is none. A bolt at work cannot be wrapped any more: it dies when its batch is decided. */
function attributesOf(kind: string): Readonly<Record<string, AttributeValue>> {
  const known = Object.entries(FAULT_KINDS[kind].attributes).map(([name, { default: usual, example }]) => [name, usual ?? example] as const)
  return { ...Object.fromEntries(known), ...(kind === 'crash' ? { at: 'commit' } : {}) }
}
