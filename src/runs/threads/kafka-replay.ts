import { parentPort, workerData } from 'node:worker_threads'
import { KafkaReplayer, type KafkaReplaySetting } from '../replay/on-kafka/kafka-replayer.ts'
import type { ReplayTask } from '../replay/replay-setting.ts'

const setting = workerData as KafkaReplaySetting

parentPort!.on('message', async (task: ReplayTask) => {
  parentPort!.postMessage({ task, result: await new KafkaReplayer(setting).run(task) })
})
