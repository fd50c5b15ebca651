import type { FaultSpec, PlannedFault } from './fault.ts'
import { FAULT_KINDS } from './kinds/registry.ts'

/** The targets behind which there is a server. */
const SERVERS = ['log', 'cache', 'store']
/** What happens to a server itself; toxics happen on the way to it. */
const HAPPENS_TO_SERVERS = ['down', 'pause', 'kill', 'restart', 'flush']

/** Whether a run on real servers does this to a server, instead of wrapping a port. */
export function hitsServer({ kind, target }: FaultSpec): boolean {
  return SERVERS.includes(target.name) && (FAULT_KINDS[kind].toxic !== undefined || HAPPENS_TO_SERVERS.includes(kind))
}

/** What threads do themselves in a run on real servers. */
export const portFaults = (plan: readonly PlannedFault[]): readonly PlannedFault[] => plan.filter(({ spec }) => !hitsServer(spec))
