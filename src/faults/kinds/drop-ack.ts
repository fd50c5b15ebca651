import { Unavailable } from '../../engine/pricing/ports.ts'
import type { FaultKind } from './fault-kind.ts'
import { only } from './targets.ts'

/** Whoever committed cannot know that it is done, and commits again: the effects must not double. */
export const dropAck: FaultKind = {
  summary: 'a commit lands, and its answer is lost',
  timing: 'per_record',
  isAlone: false,
  targets: ['log'],
  onlyOn: only('embedded', ['log']),
  attributes: {},
  example: 'log:drop_ack@10s+5s~0.1',
  operations: ['commit'],
  async onCall(call) {
    await call.proceed()
    throw new Unavailable(call.port)
  },
}
