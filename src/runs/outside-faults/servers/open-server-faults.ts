import type { PlannedFault } from '../../../faults/fault.ts'
import { hitsServer } from '../../../faults/server-faults.ts'
import type { ClusterRequest } from '../../cluster/cluster-request.ts'
import { isOwnStack, type KafkaRequest } from '../../open-kafka-target.ts'
import { prefixOf } from '../../server-names.ts'
import { postgresUrl } from '../../stack/health.ts'
import type { KafkaTarget } from '../../threads/kafka-target.ts'
import type { OutsideFaultPlan } from '../outside-fault.ts'
import { detoursOf, onServers, planServerFaults } from './plan-server-faults.ts'
import { runServers } from './run-servers.ts'

export interface OpenedServerFaults {
  readonly plans: readonly OutsideFaultPlan[]
  /** The request with the ways on which faults can happen. */
  readonly request: KafkaRequest
}

/** What of the plan hits servers; throws `UserError` for what cannot be done to the servers there are. */
export async function openServerFaults(request: KafkaRequest, plan: readonly PlannedFault[], runId: string): Promise<OpenedServerFaults> {
  if (!plan.some(({ spec }) => hitsServer(spec))) return { plans: [], request }
  const plans = planServerFaults(plan, await runServers(request, prefixOf(runId, request.topicPrefix)))
  const throughToxiproxy = isOwnStack(request) ? detoursOf(plans) : undefined
  return { plans: plans.map(onServers), request: { ...request, throughToxiproxy } }
}

/** Workers and generators take the same ways as the run; without addresses they would look for the stack themselves. */
export function onSameWays(cluster: ClusterRequest, { throughToxiproxy }: KafkaRequest, { address, redis, postgres }: KafkaTarget): ClusterRequest {
  if (!throughToxiproxy || throughToxiproxy.size === 0) return cluster
  const serverArgs = ['--brokers', address.brokers.join(','), '--redis', `redis://${redis.host}:${redis.port}`, '--postgres', postgresUrl(`${postgres.host}:${postgres.port}`)]
  return { ...cluster, serverArgs }
}
