import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { SegmentWriter } from '../../adapters/embedded/segment-files.ts'
import { KafkaClient } from '../../adapters/kafka/client.ts'
import { readBack } from '../../adapters/kafka/read-back.ts'
import type { KafkaTarget } from './kafka-target.ts'

/** The topics of a run. */
export type RecordSource = Pick<KafkaTarget, 'address' | 'prefix' | 'guarantee'>

export interface ReadBackThreadSetting {
  readonly source: RecordSource
  /** Gets a folder a partition. */
  readonly logDir: string
}

const SEGMENT_BYTES_MAX = 1 << 24

const { source, logDir } = workerData as ReadBackThreadSetting
const client = new KafkaClient(source.address)

parentPort!.on('message', async (partition: number) => {
  parentPort!.postMessage({ task: partition, result: await readBackPartition(partition) })
})

async function readBackPartition(partition: number): Promise<string | undefined> {
  const recording = new SegmentWriter(join(logDir, String(partition)), SEGMENT_BYTES_MAX)
  try {
    return await readBack(client, { prefix: source.prefix, partition, recording })
  } finally {
    recording.close()
  }
}
