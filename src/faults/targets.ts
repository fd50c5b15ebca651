import { didYouMean } from '../engine/kernel/nearest-word.ts'
import { type FaultTarget, targetText } from './fault.ts'
import { type Origin, refusal } from './refusal.ts'

interface TargetRule {
  /** What stands behind the dot. */
  readonly part: 'required' | 'optional' | 'none'
  readonly example: string
}

/** Everything that a fault can hit. */
const TARGETS: Readonly<Record<string, TargetRule>> = {
  log: { part: 'optional', example: 'log' },
  cache: { part: 'none', example: 'cache' },
  store: { part: 'none', example: 'store' },
  bolt: { part: 'required', example: 'bolt.price' },
  feed: { part: 'required', example: 'feed.inventory' },
  gateway: { part: 'none', example: 'gateway' },
  worker: { part: 'optional', example: 'worker' },
  disk: { part: 'none', example: 'disk' },
  clock: { part: 'none', example: 'clock' },
}

/** What people call these targets when they think of the servers behind them. */
const OTHER_WORDS: Readonly<Record<string, string>> = { broker: 'log', redis: 'cache', postgres: 'store' }

/** `bolt.price`, `redis` or `broker.2` as a target. */
export function parseTarget(text: string, origin: Origin): FaultTarget {
  const [written, ...rest] = text.split('.')
  const name = Object.hasOwn(OTHER_WORDS, written) ? OTHER_WORDS[written] : written
  if (!Object.hasOwn(TARGETS, name)) throw unknownTarget(text, written, origin)
  const part = rest.length > 0 ? rest.join('.') : undefined
  checkPart(text, name, part, origin)
  return part === undefined ? { name } : { name, part }
}

/** Whether a target is meant by `bolt.<name>` (any part), `feed.cost` (this part) or `cache` (no part). */
export function isMeantBy(pattern: string, target: FaultTarget): boolean {
  const [name, part] = pattern.split('.')
  if (part?.startsWith('<')) return target.name === name && target.part !== undefined
  return targetText(target) === pattern
}

/** The targets behind a pattern. One of several that only a run knows (`worker.<n>`) has no name before it. */
export function targetsOf(pattern: string, bolts: readonly string[], feeds: readonly string[]): readonly string[] {
  const [name, part] = pattern.split('.')
  if (!part?.startsWith('<')) return [pattern]
  const parts: Readonly<Record<string, readonly string[]>> = { bolt: bolts, feed: feeds }
  return (parts[name] ?? []).map((each) => `${name}.${each}`)
}

function checkPart(text: string, name: string, part: string | undefined, origin: Origin): void {
  const { part: rule, example } = TARGETS[name]
  const isThere = part !== undefined && part !== ''
  if (rule === 'required' && !isThere) {
    throw refusal(origin, text, { code: 'bad_fault_target', message: `"${text}" does not say which ${name}`, rule: `${name}.<name>`, fix: `for example ${example}` })
  }
  if (part === undefined || (isThere && rule !== 'none')) return
  throw refusal(origin, text, { code: 'bad_fault_target', message: `"${text}" names a part where there is none`, rule: `the target is ${name}`, fix: `write ${name}` })
}

function unknownTarget(text: string, written: string, origin: Origin): Error {
  const known = [...Object.keys(TARGETS), ...Object.keys(OTHER_WORDS)]
  const rule = `a target is ${Object.values(TARGETS).map(({ example }) => example).join(', ')}`
  const fix = didYouMean(written, known) || 'promo list shows every fault with an example'
  return refusal(origin, text, { code: 'unknown_fault_target', message: `there is no fault target "${text}"`, rule, fix })
}
