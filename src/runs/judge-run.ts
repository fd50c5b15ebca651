import { concludeInvariants, totalCounters, type Invariant } from '../checks/conclude.ts'
import type { Counters, PartitionFindings } from '../checks/findings.ts'
import { combinedSha256 } from '../checks/reexecution.ts'
import { openRunFolder } from '../checks/run-folder.ts'
import { scheduleOf } from '../checks/schedule.ts'
import { mergeDigests, type RunDigest } from '../reports/digest/run-digest.ts'
import { sumByName } from '../reports/sum-by-name.ts'
import { inThreads } from './in-threads.ts'
import type { Reexecution } from './reexecute.ts'
import type { JudgeTask } from './threads/judge.ts'

/** Everything that can be said of a run from its folder alone. */
export interface Judgement {
  readonly invariants: readonly Invariant[]
  readonly counters: Counters
  /** Alert lines by type. */
  readonly alerts: Readonly<Record<string, number>>
  /** Digest of the decisions in the log. */
  readonly decisionsSha256: string
  /** What a report shows of the log. */
  readonly digest: RunDigest
}

/** What came out when a log was executed: by partition. */
export interface Execution {
  /** Null: the log is what came out of it, and no second execution says the same. */
  readonly decisionsSha256: readonly string[] | null
  readonly digests: readonly RunDigest[]
}

/**
 * Judges a run folder: the checks read every partition's log, and the engine executes it again, each on its own; then
 * the checks compare. It is not executed again where that was done already. `done` counts finished pieces out of `total`.
 */
export async function judgeRun(runDir: string, onPiece: (done: number, total: number) => void, executed?: Execution): Promise<Judgement> {
  const folder = openRunFolder(runDir)
  const partitions = Array.from({ length: folder.partitions }, (_, partition) => partition)
  const tasks: JudgeTask[] = partitions.flatMap((partition) => [{ kind: 'inspect', partition } as const, ...(executed ? [] : [{ kind: 'reexecute', partition } as const])])
  const findings: PartitionFindings[] = []
  const reexecutions: Reexecution[] = []
  let done = 0
  await inThreads<JudgeTask, unknown>({ thread: 'judge', workerData: { runDir }, tasks }, ({ kind, partition }, result) => {
    if (kind === 'inspect') findings[partition] = result as PartitionFindings
    else reexecutions[partition] = result as Reexecution
    onPiece(++done, tasks.length)
  })
  const { decisionsSha256: reexecutedSha256, digests } = executed ?? executionOf(reexecutions)
  const { sent, recordedSha256, hasStandingPrices, scenario } = folder
  const evidence = { sent, recordedSha256, reexecutedSha256, hasStandingPrices, schedule: scheduleOf(scenario) }
  return {
    invariants: concludeInvariants(findings, evidence),
    counters: totalCounters(findings),
    alerts: sumByName(findings.map(({ alerts }) => alerts)),
    decisionsSha256: combinedSha256(findings.map(({ decisionsSha256 }) => decisionsSha256)),
    digest: mergeDigests(digests),
  }
}

const executionOf = (reexecutions: readonly Reexecution[]): Execution => ({
  decisionsSha256: reexecutions.map(({ decisionsSha256 }) => decisionsSha256),
  digests: reexecutions.map(({ digest }) => digest),
})
