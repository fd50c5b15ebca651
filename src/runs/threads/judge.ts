import { parentPort, workerData } from 'node:worker_threads'
import { inspectPartition } from '../../checks/inspect-partition.ts'
import { EMBEDDED, SERVERS } from '../../checks/ledger/tolerance.ts'
import { openRunFolder } from '../../checks/run-folder.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { reexecutePartition } from '../reexecute.ts'

/** One piece of the judgement; pieces are independent of each other. */
export interface JudgeTask {
  readonly kind: 'inspect' | 'reexecute'
  readonly partition: number
}

const { runDir } = workerData as { runDir: string }
const folder = openRunFolder(runDir)

parentPort!.on('message', (task: JudgeTask) => {
  parentPort!.postMessage({ task, result: judge(task) })
})

function judge({ kind, partition }: JudgeTask): unknown {
  if (kind === 'reexecute') return reexecutePartition(runDir, partition, folder.scenario as Scenario)
  const tolerance = folder.isRemote ? SERVERS : EMBEDDED
  return inspectPartition({ partition, scenario: folder.scenario, log: folder.log(partition), reads: folder.reads(), prices: folder.prices(partition), absences: folder.absences, tolerance })
}
