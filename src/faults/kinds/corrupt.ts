import type { FaultKind } from './fault-kind.ts'
import { only } from './targets.ts'

/** Of files, only snapshots: a log that is damaged is no record any more, and no pipeline could make up for that. */
export const corrupt: FaultKind = {
  summary: 'an event arrives with its end cut off; on the disk, a snapshot is damaged',
  timing: 'per_record',
  isAlone: false,
  targets: ['feed.<kind>', 'log', 'disk'],
  onlyOn: only('embedded', ['disk']),
  attributes: {},
  example: 'feed.demand:corrupt@10s+20s~0.01',
  onLine: (line) => [line.slice(0, -1)],
  operations: ['save'],
  async onCall(call) {
    const answer = await call.proceed()
    call.spoil?.()
    return answer
  },
}
