import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { inspectPartition } from '../../checks/inspect-partition.ts'
import { fileChunks, logFiles } from '../../checks/record/log-files.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { reexecutePartition } from '../reexecute.ts'

/** One piece of the judgement; pieces are independent of each other. */
export interface JudgeTask {
  readonly kind: 'inspect' | 'reexecute'
  readonly partition: number
}

const { runDir, scenario } = workerData as { runDir: string; scenario: Scenario }

parentPort!.on('message', (task: JudgeTask) => {
  parentPort!.postMessage({ task, result: task.kind === 'inspect' ? inspect(task.partition) : reexecutePartition(runDir, task.partition, scenario) })
})
