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
  /** Digest of the decisions in the log, and of those of its re-execution. */
  readonly decisionsSha256: string
  readonly reexecutedSha256: string
  /** What a report shows of the log. */
  readonly digest: RunDigest
}

/**
 * Judges a run folder: the checks read every partition's log, and the engine executes it again, each on its own; then
 * the checks compare. `done` counts finished pieces out of `total`.
 */
export async function judgeRun(runDir: string, onPiece: (done: number, total: number) => void): Promise<Judgement> {
  const folder = openRunFolder(runDir)
  const partitions = Array.from({ length: folder.partitions }, (_, partition) => partition)
  const tasks: JudgeTask[] = partitions.flatMap((partition) => [{ kind: 'inspect', partition }, { kind: 'reexecute', partition }] as const)
  const findings: PartitionFindings[] = []
  const reexecutions: Reexecution[] = []
  let done = 0
  await inThreads<JudgeTask, unknown>({ thread: 'judge', workerData: { runDir }, tasks }, ({ kind, partition }, result) => {
    if (kind === 'inspect') findings[partition] = result as PartitionFindings
    else reexecutions[partition] = result as Reexecution
    onPiece(++done, tasks.length)
  })
  const digests = reexecutions.map(({ decisionsSha256 }) => decisionsSha256)
  const { sent, recordedSha256, hasStandingPrices, scenario } = folder
  const evidence = { sent, recordedSha256, reexecutedSha256: digests, hasStandingPrices, schedule: scheduleOf(scenario) }
  return {
    invariants: concludeInvariants(findings, evidence),
    counters: totalCounters(findings),
    alerts: sumByName(findings.map(({ alerts }) => alerts)),
    decisionsSha256: combinedSha256(findings.map(({ decisionsSha256 }) => decisionsSha256)),
    reexecutedSha256: combinedSha256(digests),
    digest: mergeDigests(reexecutions.map(({ digest }) => digest)),
  }
}
