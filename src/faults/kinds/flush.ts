import type { FaultKind } from './fault-kind.ts'

/** FLUSHALL: reads fall back to the last safe price until the cache is filled again. */
export const flush: FaultKind = {
  summary: 'the price cache forgets everything',
  timing: 'instant',
  isAlone: false,
  targets: ['cache'],
  attributes: {},
  example: 'cache:flush@30s',
  operations: ['apply'],
  onCall(call) {
    call.spoil?.()
    return call.proceed()
  },
}
