import { Unavailable } from '../../engine/pricing/ports.ts'
import type { FaultKind } from './fault-kind.ts'
import { only } from './targets.ts'

/** ENOSPC: nothing is accepted and nothing is committed until there is room again; snapshots are left out. */
export const full: FaultKind = {
  summary: 'nothing can be written to the disk any more',
  timing: 'interval',
  isAlone: false,
  targets: ['disk'],
  onlyOn: only('embedded', ['disk']),
  attributes: {},
  example: 'disk:full@20s+5s',
  operations: ['take', 'commit', 'save'],
  onCall: ({ port }) => Promise.reject(new Unavailable(port)),
}
