import { RunControl } from '../../adapters/embedded/run-control.ts'
import { SNAPSHOTS_MAX } from '../../adapters/embedded/snapshots/thinning.ts'
import { combinedSha256 } from '../../checks/reexecution.ts'
import { inThreads } from '../in-threads.ts'
import type { Progress } from '../progress.ts'
import type { PreparedReplay } from './prepare-replay.ts'
import type { Recording } from './recording.ts'
import { ReplayProgress } from './replay-progress.ts'
import type { PartitionReplay, ReplayResult, ReplaySetting, ReplayTask } from './replay-setting.ts'

/** As in a run. */
const SNAPSHOT_EVERY_MS_MIN = 10_000

export interface ReplayOptions {
  readonly prepared: PreparedReplay
  /** What repeats it. */
  readonly command: string
  readonly onProgress: (progress: Progress) => void
  readonly signal: AbortSignal
}

/** One passage through the range. */
export interface Lap {
  readonly partitions: readonly PartitionReplay[]
  readonly lateMsMax: number
  readonly elapsedMs: number
  readonly decisionsSha256: string
  readonly isInterrupted: boolean
}

/** Replays the range once, into the log of `outDir`. */
export async function runLap({ prepared, onProgress, signal }: ReplayOptions, outDir: string): Promise<Lap> {
  const control = new RunControl()
  const progress = new ReplayProgress(prepared.spans, onProgress)
  const stop = () => control.stop()
  signal.addEventListener('abort', stop)
  const beganAt = performance.now()
  const results: ReplayResult[] = []
  try {
    const tasks = tasksOf(prepared)
    const workerData = settingOf(prepared, outDir, control, progress)
    await progress.during(inThreads<ReplayTask, ReplayResult>({ thread: 'replay', workerData, tasks }, (_, result) => void results.push(result)))
  } finally {
    signal.removeEventListener('abort', stop)
  }
  const partitions = results.flatMap((result) => result.partitions).toSorted((a, b) => a.partition - b.partition)
  return {
    partitions,
    lateMsMax: Math.max(...results.map(({ lateMsMax }) => lateMsMax)),
    elapsedMs: performance.now() - beganAt,
    decisionsSha256: combinedSha256(partitions.map(({ decisionsSha256 }) => decisionsSha256)),
    isInterrupted: signal.aborted,
  }
}

/** At full speed each partition goes for itself; at a pace they go together, in the order of their time. */
function tasksOf({ recording, request }: PreparedReplay): readonly ReplayTask[] {
  const { partitions } = recording
  return request.speed === 'max' ? partitions.map((partition) => ({ partitions: [partition] })) : [{ partitions }]
}

/** So that there are about as many as are kept. */
function snapshotEveryMs(recording: Recording): number {
  const lastsMs = (recording.endsAt() ?? 0) - (recording.beginsAt() ?? 0)
  return Math.max(SNAPSHOT_EVERY_MS_MIN, lastsMs / SNAPSHOTS_MAX)
}

/** What threads are told. */
export function settingOf({ recording, scenario, promotionLines, spans, filter, isExact, takesOver, baselineDir, request }: PreparedReplay, outDir: string, control: RunControl, progress: ReplayProgress): ReplaySetting {
  const { isCold, speed, maxGapMs } = request
  return { sourceDir: recording.dir, outDir, scenario, promotionLines, spans, filter, isCold, speed, maxGapMs, isExact, takesOver, baselineDir, snapshotEveryMs: snapshotEveryMs(recording), control: control.shared, progress: progress.shared }
}
