import { type KafkaAddress, KafkaClient } from '../../adapters/kafka/client.ts'
import { hostOf, type KafkaAccess, kafkaAddress } from '../../adapters/kafka/kafka-access.ts'
import { reachCluster } from '../../adapters/kafka/reach.ts'
import { refuseForeign } from '../open-kafka-target.ts'
import { readStack } from '../stack/stack-state.ts'
import { UserError } from '../user-error.ts'

export interface BrokersRequest {
  /** Undefined: the stack that runs. */
  readonly kafka?: KafkaAccess
  readonly allowedHosts: readonly string[]
}

export interface ReachedBrokers {
  readonly client: KafkaClient
  readonly address: KafkaAddress
}

/** Brokers that answer and let us in. Nothing else is needed to read or move what stands in topics. */
export async function reachBrokers({ kafka, allowedHosts }: BrokersRequest): Promise<ReachedBrokers> {
  const address = kafkaAddress(kafka ?? { brokers: brokersOfStack() })
  refuseForeign(address.brokers.map(hostOf), allowedHosts)
  // A cluster sends its clients on to brokers of its own choice.
  refuseForeign(await reachCluster(address), allowedHosts)
  return { client: new KafkaClient(address), address }
}

function brokersOfStack(): readonly string[] {
  const servers = readStack()?.servers ?? []
  const brokers = servers.flatMap(({ kind, address }) => (kind === 'kafka' ? [address] : []))
  if (brokers.length > 0) return brokers
  throw new UserError({ code: 'no_stack', message: 'no stack with Kafka runs', place: '--brokers', rule: 'without --brokers it is the stack that runs', fix: 'start it with promo stack up, or name --brokers', exitCode: 106 })
}
