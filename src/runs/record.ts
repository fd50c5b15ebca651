import { type BrokersRequest, reachBrokers } from './record/reach-kafka.ts'
import { recordRun } from './record/record-run.ts'
import { recordTopics, type RecordRequest } from './record/record-topics.ts'
import type { RecordingDocument } from './record/recording-document.ts'
import { chosenTopics } from './record/chosen-topics.ts'

export interface RecordTopicsRequest extends BrokersRequest, Omit<RecordRequest, 'source'> {
  /** Of a run of this tool: its topics have an order of their own. */
  readonly topicPrefix?: string
}

/** Makes a recording of topics of a live cluster. Nothing on the cluster changes. */
export async function record(request: RecordTopicsRequest): Promise<RecordingDocument> {
  const { client, address } = await reachBrokers(request)
  const chosen = await chosenTopics(client, request)
  const source = `Kafka at ${address.brokers.join(', ')}`
  return chosen.hasOrder ? recordRun(client, { ...request, source, prefix: chosen.prefix }) : recordTopics(client, { ...request, source, topics: chosen.topics })
}
