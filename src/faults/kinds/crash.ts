import type { FaultKind } from './fault-kind.ts'
import { WORKERS } from './targets.ts'

/** The crash points in the order in which a batch passes them: behind its reading, in the middle of the bolt's work,
 * before its commit, behind it, with the store written, and with the cache written, too. */
export const CRASH_POINTS = ['read', 'compute', 'commit', 'publish', 'store', 'cache'] as const
export type CrashAt = (typeof CRASH_POINTS)[number]

/** Hits one partition's instance, drawn from the seed; or a worker, in whichever partition gets there first. */
export const crash: FaultKind = {
  summary: 'dies at a point of a batch and starts again from the log: a bolt in one partition, or a worker as it stands',
  timing: 'instant',
  isAlone: false,
  targets: ['bolt.<name>', ...WORKERS],
  attributes: {
    at: {
      summary: 'the point of the batch at which it dies',
      rule: `one of ${CRASH_POINTS.join(', ')}`,
      example: 'commit',
      default: 'compute',
      parse: (text) => CRASH_POINTS.find((point) => point === text),
    },
  },
  example: 'bolt.price:crash@30s',
}
