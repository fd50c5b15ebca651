import type { PlannedFault } from '../../faults/fault.ts'
import { hitsServer } from '../../faults/server-faults.ts'
import type { ClusterRequest } from '../cluster/cluster-request.ts'
import { isOwnStack, type KafkaRequest } from '../open-kafka-target.ts'
import { prefixOf } from '../server-names.ts'
import { postgresUrl } from '../stack/health.ts'
import type { KafkaTarget } from '../threads/kafka-target.ts'
import { detoursOf, planServerFaults } from './plan-server-faults.ts'
import { runServers } from './run-servers.ts'
import { ServerFaults } from './server-faults.ts'

export interface OpenedServerFaults {
  readonly faults: ServerFaults
  /** The request with the ways on which faults can happen. */
  readonly request: KafkaRequest
}

/** Undefined where nothing of the plan hits a server; throws `UserError` for what cannot be done to the servers there are. */
export async function openServerFaults(request: KafkaRequest, plan: readonly PlannedFault[], runId: string, durationMs: number): Promise<OpenedServerFaults | undefined> {
  if (!plan.some(({ spec }) => hitsServer(spec))) return undefined
  const plans = planServerFaults(plan, await runServers(request, prefixOf(runId, request.topicPrefix)))
  const throughToxiproxy = isOwnStack(request) ? detoursOf(plans) : undefined
  return { faults: new ServerFaults(plans, durationMs), request: { ...request, throughToxiproxy } }
}

/** Workers and generators take the same ways as the run; without addresses they would look for the stack themselves. */
export function onSameWays(cluster: ClusterRequest, { throughToxiproxy }: KafkaRequest, { address, redis, postgres }: KafkaTarget): ClusterRequest {
  if (!throughToxiproxy || throughToxiproxy.size === 0) return cluster
  const serverArgs = ['--brokers', address.brokers.join(','), '--redis', `redis://${redis.host}:${redis.port}`, '--postgres', postgresUrl(`${postgres.host}:${postgres.port}`)]
  return { ...cluster, serverArgs }
}
