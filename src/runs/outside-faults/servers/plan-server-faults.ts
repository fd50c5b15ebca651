import type { ServerKind } from '../../../adapters/process/servers/server-plan.ts'
import { type FaultSpec, type PlannedFault, targetText } from '../../../faults/fault.ts'
import { FAULT_KINDS } from '../../../faults/kinds/registry.ts'
import { hitsServer } from '../../../faults/server-faults.ts'
import { UserError } from '../../user-error.ts'
import type { OutsideFaultPlan } from '../outside-fault.ts'
import { actOn } from './acts.ts'
import type { RunServer } from './run-servers.ts'

/** A planned fault with the servers that it hits. */
export interface ServerFaultPlan {
  readonly planned: PlannedFault
  readonly servers: readonly RunServer[]
}

const KIND_OF: Readonly<Record<string, ServerKind>> = { log: 'kafka', cache: 'redis', store: 'postgres' }

/** Those of the plan that hit servers; throws `UserError` where nothing of the kind can be done to one of them. */
export function planServerFaults(plan: readonly PlannedFault[], servers: readonly RunServer[]): readonly ServerFaultPlan[] {
  return plan.filter(({ spec }) => hitsServer(spec)).map((planned) => {
    const hit = serversHit(planned.spec, servers)
    for (const server of hit) refuseImpossible(planned.spec, server)
    return { planned, servers: hit }
  })
}

/** The same for whoever brings it about. */
export function onServers({ planned, servers }: ServerFaultPlan): OutsideFaultPlan {
  const acts = servers.map((server) => () => actOn(server, planned.spec))
  return { planned, acts, ports: isOnTheWay(planned.spec) ? servers.flatMap(({ proxy }) => proxy?.port ?? []) : null }
}

/** Servers that the run has to reach through Toxiproxy, because something is to happen on the way to them. */
export function detoursOf(faults: readonly ServerFaultPlan[]): ReadonlySet<ServerKind> {
  return new Set(faults.filter(({ planned }) => isOnTheWay(planned.spec)).flatMap(({ servers }) => servers.map(({ kind }) => kind)))
}

/** By Toxiproxy, not by the server's process. */
const isOnTheWay = ({ kind }: FaultSpec): boolean => kind === 'down' || FAULT_KINDS[kind].toxic !== undefined

/** `log.2` is the second broker, `log` all of them. */
function serversHit({ text, target }: FaultSpec, servers: readonly RunServer[]): readonly RunServer[] {
  const all = servers.filter(({ kind }) => kind === KIND_OF[target.name])
  if (target.part === undefined) return all
  const one = /^[1-9]\d*$/.test(target.part) ? all[Number(target.part) - 1] : undefined
  if (one) return [one]
  throw refusal(text, 'unknown_broker', `there is no ${targetText(target)}`, `there are ${all.length} brokers: ${all.map((_, index) => `broker.${index + 1}`).join(', ')}`, 'take one of them')
}

function refuseImpossible(spec: FaultSpec, { name, proxy, isOurs }: RunServer): void {
  if (isOnTheWay(spec)) {
    if (proxy) return
    throw refusal(spec.text, 'fault_needs_toxiproxy', `no Toxiproxy stands before ${name}`, 'what happens on the way to a server is done by a Toxiproxy whose proxies are the addresses of the servers', 'use the stack (promo stack up), or name yours: --toxiproxy 127.0.0.1:8474')
  }
  if (isOurs || spec.kind === 'flush') return
  throw refusal(spec.text, 'fault_needs_stack', `${name} is not ours to ${spec.kind}`, 'processes are stopped and killed only where promo stack up has started them', 'leave out --brokers, --redis and --postgres: then it is the stack that runs')
}

function refusal(value: string, code: string, message: string, rule: string, fix: string): UserError {
  return new UserError({ code, message, place: '--target kafka', value, rule, fix, exitCode: 2 })
}
