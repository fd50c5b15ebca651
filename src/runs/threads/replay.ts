import { parentPort, workerData } from 'node:worker_threads'
import { Replayer } from '../replay/replayer.ts'
import type { ReplaySetting, ReplayTask } from '../replay/replay-setting.ts'

const setting = workerData as ReplaySetting

parentPort!.on('message', async (task: ReplayTask) => {
  parentPort!.postMessage({ task, result: await new Replayer(setting).run(task) })
})
