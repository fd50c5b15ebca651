import type { AttributeValue } from '../../faults/fault.ts'
import { FEED_NAMES } from '../feeds.ts'
import { BOLT_NAMES, type Stage } from './stages.ts'

/** A value that a fault of the simulated world can be given. */
export type WorldAttribute =
  | { readonly type: 'choice'; readonly choices: readonly string[]; readonly default?: string }
  | { readonly type: 'time'; readonly fromMs: number; readonly toMs: number }
  | { readonly type: 'number'; readonly choices: readonly number[] }

/** One kind of fault of the simulated world: data. What it does stands where its port is modelled. */
export interface WorldFaultKind {
  readonly target: 'bolt' | 'worker' | 'log' | 'cache' | 'store' | 'clock' | 'feed'
  readonly kind: string
  readonly summary: string
  /** `instant`: at a moment; `outage`: something dies, and is back after its duration; else it is on for its duration. */
  readonly timing: 'instant' | 'outage' | 'interval' | 'per_record'
  /** What may stand behind the dot; a fault without it hits all of them. */
  readonly parts?: readonly string[]
  readonly isPartOptional?: true
  readonly attributes?: Readonly<Record<string, WorldAttribute>>
  /** How long one that is drawn lasts. */
  readonly lastsMs?: readonly [fromMs: number, toMs: number]
  /** The stages at which it can hit; with an attribute `at` or `from`, that one says which. */
  readonly stages: readonly Stage[]
}

const BOLT_POINTS: readonly Stage[] = ['read', 'compute', 'commit', 'publish', 'store', 'cache']
const WORKER_POINTS: readonly Stage[] = ['read', 'compute', 'commit', 'publish', 'store', 'cache', 'checkpoint', 'recover']
const PAUSES: readonly Stage[] = ['read', 'commit', 'publish', 'store', 'cache', 'checkpoint', 'recover']
export const WORKERS_MAX = 3
export const PARTITIONS_MAX = 3
const numbers = (count: number) => Array.from({ length: count }, (_, number) => String(number + 1))
const WORKERS = numbers(WORKERS_MAX)
const PARTITIONS = Array.from({ length: PARTITIONS_MAX }, (_, number) => String(number))
const at = (choices: readonly Stage[]): WorldAttribute => ({ type: 'choice', choices, default: 'commit' })
const FACTOR: WorldAttribute = { type: 'number', choices: [100, 0.01, 1.3, 0.5, 10] }

/** Everything that can go wrong in the simulated world. */
export const WORLD_FAULTS: readonly WorldFaultKind[] = [
  { target: 'bolt', kind: 'crash', summary: 'a bolt dies in one partition and starts again from the log', timing: 'instant', parts: BOLT_NAMES, attributes: { at: at(BOLT_POINTS) }, stages: BOLT_POINTS },
  { target: 'worker', kind: 'kill', summary: 'a worker dies with all its partitions; a new one is there after the duration', timing: 'outage', parts: WORKERS, attributes: { at: at(WORKER_POINTS) }, lastsMs: [300, 8000], stages: WORKER_POINTS },
  { target: 'worker', kind: 'pause', summary: 'a worker stands still, and then goes on as if nothing had happened', timing: 'interval', parts: WORKERS, attributes: { at: at(PAUSES) }, lastsMs: [300, 9000], stages: PAUSES },
  { target: 'worker', kind: 'restart', summary: 'a worker hands its partitions over, leaves, and comes back', timing: 'instant', parts: WORKERS, stages: ['checkpoint'] },
  { target: 'worker', kind: 'down', summary: 'a worker and one server do not reach each other', timing: 'interval', parts: WORKERS, attributes: { from: { type: 'choice', choices: ['log', 'store', 'cache'], default: 'log' } }, lastsMs: [300, 8000], stages: ['read', 'commit', 'recover', 'store', 'cache'] },
  { target: 'log', kind: 'down', summary: 'nobody reaches the log', timing: 'interval', parts: PARTITIONS, isPartOptional: true, lastsMs: [200, 6000], stages: ['send', 'read', 'commit', 'recover'] },
  { target: 'log', kind: 'kill', summary: 'the broker dies with what it has not written to its disk', timing: 'outage', parts: PARTITIONS, isPartOptional: true, lastsMs: [200, 4000], stages: ['send', 'read', 'commit', 'recover'] },
  { target: 'log', kind: 'latency', summary: 'the log answers late', timing: 'interval', parts: PARTITIONS, isPartOptional: true, attributes: { latency: { type: 'time', fromMs: 5, toMs: 800 } }, lastsMs: [500, 6000], stages: ['read', 'commit'] },
  { target: 'log', kind: 'drop_ack', summary: 'what was written is not acknowledged; senders send again, owners look', timing: 'per_record', parts: PARTITIONS, isPartOptional: true, lastsMs: [500, 8000], stages: ['send', 'commit'] },
  { target: 'log', kind: 'duplicate', summary: 'an event arrives twice', timing: 'per_record', lastsMs: [500, 8000], stages: ['send'] },
  { target: 'cache', kind: 'down', summary: 'nobody reaches the price cache', timing: 'interval', lastsMs: [200, 8000], stages: ['cache', 'serve'] },
  { target: 'cache', kind: 'timeout', summary: 'the cache does what it is asked, and nobody hears its answer', timing: 'interval', lastsMs: [200, 5000], stages: ['cache', 'serve'] },
  { target: 'cache', kind: 'latency', summary: 'the cache answers its writers late', timing: 'interval', attributes: { latency: { type: 'time', fromMs: 5, toMs: 800 } }, lastsMs: [500, 6000], stages: ['cache'] },
  { target: 'cache', kind: 'flush', summary: 'the cache forgets everything', timing: 'instant', stages: ['cache'] },
  { target: 'cache', kind: 'restart', summary: 'the cache comes back with what it wrote down last, up to two seconds ago', timing: 'instant', stages: ['cache'] },
  { target: 'store', kind: 'down', summary: 'nobody reaches the price store', timing: 'interval', lastsMs: [200, 8000], stages: ['store', 'serve'] },
  { target: 'store', kind: 'timeout', summary: 'the store does what it is asked, and nobody hears its answer', timing: 'interval', lastsMs: [200, 5000], stages: ['store', 'serve'] },
  { target: 'store', kind: 'latency', summary: 'the store answers its writers late', timing: 'interval', attributes: { latency: { type: 'time', fromMs: 5, toMs: 800 } }, lastsMs: [500, 6000], stages: ['store'] },
  { target: 'clock', kind: 'jump', summary: 'all clocks leap ahead', timing: 'instant', attributes: { by: { type: 'time', fromMs: 50, toMs: 90_000 } }, stages: ['read'] },
  { target: 'feed', kind: 'down', summary: 'a feed falls silent', timing: 'interval', parts: FEED_NAMES, lastsMs: [500, 8000], stages: ['send'] },
  { target: 'feed', kind: 'duplicate', summary: 'an event of a feed arrives twice', timing: 'per_record', parts: FEED_NAMES, lastsMs: [500, 8000], stages: ['send'] },
  { target: 'feed', kind: 'reorder', summary: 'events of a feed overtake each other', timing: 'per_record', parts: FEED_NAMES, lastsMs: [500, 8000], stages: ['send'] },
  { target: 'feed', kind: 'corrupt', summary: 'an event arrives with its end cut off', timing: 'per_record', parts: FEED_NAMES, lastsMs: [500, 8000], stages: ['send'] },
  { target: 'feed', kind: 'bad_cost', summary: 'a vendor sends a wrong cost: the right one times a factor', timing: 'per_record', parts: ['cost'], attributes: { factor: FACTOR }, lastsMs: [500, 8000], stages: ['send'] },
]

export const kindOf = (target: string, kind: string): WorldFaultKind | undefined => WORLD_FAULTS.find((known) => known.target === target && known.kind === kind)

export type Attributes = Readonly<Record<string, AttributeValue>>
