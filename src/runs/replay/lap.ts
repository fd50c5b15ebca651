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
export async function runLap(options: ReplayOptions, outDir: string): Promise<Lap> {
  const beganAt = performance.now()
  const results = await play(options, outDir, { thread: 'replay', tasks: tasksOf(options.prepared), told: (setting) => setting })
  return lapOf(partitionsOf(results), results, { elapsedMs: performance.now() - beganAt, isInterrupted: options.signal.aborted })
}

/** Which threads play, what each of them plays, and what they are told. */
export interface Playing {
  readonly thread: string
  readonly tasks: readonly ReplayTask[]
  readonly told: (setting: ReplaySetting) => ReplaySetting
}

export async function play({ prepared, onProgress, signal }: ReplayOptions, outDir: string, { thread, tasks, told }: Playing): Promise<readonly ReplayResult[]> {
  const control = new RunControl()
  const progress = new ReplayProgress(prepared.spans, onProgress)
  const stop = () => control.stop()
  signal.addEventListener('abort', stop)
  const results: ReplayResult[] = []
  try {
    const workerData = told(settingOf(prepared, outDir, control, progress))
    await progress.during(inThreads<ReplayTask, ReplayResult>({ thread, workerData, tasks }, (_, result) => void results.push(result)))
    return results
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** In their order. */
export const partitionsOf = (results: readonly ReplayResult[]): readonly PartitionReplay[] => results.flatMap(({ partitions }) => partitions).toSorted((a, b) => a.partition - b.partition)

export function lapOf(partitions: readonly PartitionReplay[], results: readonly ReplayResult[], ended: Pick<Lap, 'elapsedMs' | 'isInterrupted'>): Lap {
  return {
    ...ended,
    partitions,
    lateMsMax: Math.max(...results.map(({ lateMsMax }) => lateMsMax)),
    decisionsSha256: combinedSha256(partitions.map(({ decisionsSha256 }) => decisionsSha256)),
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
function settingOf({ recording, scenario, promotionLines, spans, filter, isExact, takesOver, baselineDir, request }: PreparedReplay, outDir: string, control: RunControl, progress: ReplayProgress): ReplaySetting {
  const { isCold, speed, maxGapMs } = request
  return { sourceDir: recording.dir, outDir, scenario, promotionLines, spans, filter, isCold, speed, maxGapMs, isExact, takesOver, baselineDir, snapshotEveryMs: snapshotEveryMs(recording), control: control.shared, progress: progress.shared }
}
