import { Unavailable } from '../../engine/pricing/ports.ts'
import type { FaultKind } from './fault-kind.ts'
import { BROKER, only, PORTS, WORKERS } from './targets.ts'

const NOTHING: readonly string[] = []

/** A feed that is down sends nothing; a port that is down answers nobody; a worker that is down has left in order. */
export const down: FaultKind = {
  summary: 'a feed falls silent, a log, cache or store is out of reach, a worker leaves and comes back',
  timing: 'interval',
  isAlone: true,
  targets: ['feed.<kind>', ...PORTS, BROKER, ...WORKERS],
  onlyOn: only('kafka', [BROKER]),
  attributes: {},
  example: 'cache:down@40s+10s',
  onLine: () => NOTHING,
  onCall: ({ port }) => Promise.reject(new Unavailable(port)),
  endsWorker: 'in_order',
}
