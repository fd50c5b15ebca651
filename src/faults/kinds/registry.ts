import { badCost } from './bad-cost.ts'
import { bandwidth } from './bandwidth.ts'
import { corrupt } from './corrupt.ts'
import { crash } from './crash.ts'
import { down } from './down.ts'
import { dropAck } from './drop-ack.ts'
import { duplicate } from './duplicate.ts'
import type { FaultKind } from './fault-kind.ts'
import { flush } from './flush.ts'
import { full } from './full.ts'
import { hang } from './hang.ts'
import { jump } from './jump.ts'
import { kill } from './kill.ts'
import { latency } from './latency.ts'
import { limitData } from './limit-data.ts'
import { pause } from './pause.ts'
import { reorder } from './reorder.ts'
import { resetPeer } from './reset-peer.ts'
import { restart } from './restart.ts'
import { slicer } from './slicer.ts'
import { slow } from './slow.ts'
import { slowClose } from './slow-close.ts'
import { throwError } from './throw.ts'
import { timeout } from './timeout.ts'

/**
 * Every kind of fault that works. They act in this order: what silences, then what alters, what multiplies, and what
 * keeps back, so that a duplicate is the same bytes twice even where the line was altered. Around a call the first is
 * the outermost.
 */
export const FAULT_KINDS: Readonly<Record<string, FaultKind>> = {
  crash,
  kill,
  restart,
  down,
  full,
  bad_cost: badCost,
  corrupt,
  duplicate,
  reorder,
  slow,
  hang,
  pause,
  throw: throwError,
  drop_ack: dropAck,
  flush,
  jump,
  latency,
  bandwidth,
  slow_close: slowClose,
  timeout,
  reset_peer: resetPeer,
  slicer,
  limit_data: limitData,
}

/**
 * The whole language: names that are understood, with the targets on which they mean something or will. What does not
 * work yet is refused by name, so that a user learns the difference between a typo and a wait.
 */
const NETWORK = ['log', 'cache', 'store', 'gateway']
const LANGUAGE: Readonly<Record<string, readonly string[]>> = {
  latency: NETWORK,
  bandwidth: NETWORK,
  slow_close: NETWORK,
  timeout: NETWORK,
  reset_peer: NETWORK,
  slicer: NETWORK,
  limit_data: NETWORK,
  down: ['log', 'cache', 'store', 'gateway', 'worker', 'feed'],
  pause: ['log', 'cache', 'store', 'gateway', 'worker', 'bolt', 'feed'],
  slow: ['log', 'cache', 'store', 'gateway', 'worker', 'bolt', 'feed', 'disk'],
  hang: ['log', 'cache', 'store', 'gateway', 'worker', 'bolt', 'feed', 'disk'],
  kill: ['log', 'cache', 'store', 'gateway', 'worker'],
  restart: ['log', 'cache', 'store', 'gateway', 'worker', 'bolt'],
  crash: ['worker', 'gateway', 'bolt'],
  flush: ['cache'],
  throw: ['bolt'],
  reorder: ['log', 'feed'],
  drop_ack: ['log'],
  corrupt: ['log', 'feed', 'disk'],
  jump: ['clock'],
  full: ['disk'],
}

/** What is understood and does nothing yet: the language without what works. */
export const KINDS_TO_COME: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(LANGUAGE)
    .map(([kind, targets]) => [kind, targets.filter((target) => !worksOn(kind, target))] as const)
    .filter(([, targets]) => targets.length > 0),
)

function worksOn(kind: string, target: string): boolean {
  return FAULT_KINDS[kind]?.targets.some((pattern) => pattern.split('.')[0] === target) ?? false
}
