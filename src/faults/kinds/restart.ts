import type { FaultKind } from './fault-kind.ts'
import { BROKER, only, PORTS, WORKERS } from './targets.ts'

/** SIGTERM and a start at once: what can be saved is saved. A bolt that is started again has nothing but the log. */
export const restart: FaultKind = {
  summary: 'ends in order and is started again at once; a bolt in every partition',
  timing: 'instant',
  isAlone: false,
  targets: [...PORTS, BROKER, ...WORKERS, 'bolt.<name>'],
  onlyOn: only('kafka', [...PORTS, BROKER]),
  attributes: {},
  example: 'worker:restart@30s',
  endsWorker: 'in_order',
}
