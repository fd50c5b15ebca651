import type { FaultKind } from './fault-kind.ts'
import { BROKER, only, PORTS, WORKERS } from './targets.ts'

/** SIGKILL: nothing is saved, nothing is closed. It is started again after the duration. */
export const kill: FaultKind = {
  summary: 'ends at once, as it stands, and is started again after the duration',
  timing: 'instant',
  comesBack: true,
  isAlone: true,
  targets: [...PORTS, BROKER, ...WORKERS],
  onlyOn: only('kafka', [...PORTS, BROKER]),
  attributes: {},
  example: 'worker:kill@20s+5s',
  endsWorker: 'as_it_stands',
}
