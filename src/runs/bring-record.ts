import { kafkaAddress } from '../adapters/kafka/kafka-access.ts'
import { reachCluster } from '../adapters/kafka/reach.ts'
import { readRecordPlace } from './folders/record-place.ts'
import { refuseRunning } from './folders/run-lock.ts'
import { type OnPartition, readBackRun } from './read-back.ts'

/** The record of a run on Kafka that was killed stands in its topics alone. It is brought into the folder now. */
export async function bringRecord(runDir: string, partitions: number, onPartition: OnPartition): Promise<void> {
  refuseRunning(runDir)
  const { kafka, prefix, guarantee } = readRecordPlace(runDir)
  const address = kafkaAddress(kafka)
  await reachCluster(address)
  await readBackRun(runDir, { address, prefix, guarantee }, partitions, onPartition)
}
