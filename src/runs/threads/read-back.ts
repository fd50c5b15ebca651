import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { SegmentWriter } from '../../adapters/embedded/segment-files.ts'
import { KafkaClient } from '../../adapters/kafka/client.ts'
import { readBack } from '../../adapters/kafka/read-back.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { newBatchWriter } from './new-batch-writer.ts'

export interface ReadBackThreadSetting {
  readonly kafka: KafkaTarget
  /** Gets a folder a partition. */
  readonly logDir: string
}

const SEGMENT_BYTES_MAX = 1 << 24

const { kafka, logDir } = workerData as ReadBackThreadSetting
const client = new KafkaClient(kafka.address)

parentPort!.on('message', async (partition: number) => {
  parentPort!.postMessage({ task: partition, result: await readBackPartition(partition) })
})

async function readBackPartition(partition: number): Promise<string | undefined> {
  const recording = new SegmentWriter(join(logDir, String(partition)), SEGMENT_BYTES_MAX)
  try {
    return await readBack(client, { prefix: kafka.prefix, partition, writer: newBatchWriter(client, kafka, partition), recording })
  } finally {
    recording.close()
  }
}
