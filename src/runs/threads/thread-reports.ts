import type { SecondPiece } from '../../reports/formats/hlog.ts'
import type { BoltView, CutView, ReadsView } from '../progress.ts'
import type { GeneratorTotals } from './generator-setting.ts'
import type { LatencyWindow } from './pipeline-setting.ts'

/** What a pipeline thread says twice a second while it works. Everything in it is small: it is made between two batches. */
export interface PipelineReport {
  readonly kind: 'progress'
  readonly counts: Readonly<Record<string, number>>
  readonly p99Ms: number | null
  /** Seconds that are complete and have changed since the last report. */
  readonly seconds: readonly SecondPiece[]
  /** The newest stretches of 100 ms, and those before them that may still change. */
  readonly windows: readonly LatencyWindow[]
  readonly bolts: readonly BoltView[]
  readonly cuts: readonly CutView[]
}

/** A snapshot stands in this file, as it was written. */
export interface SnapshotReport {
  readonly kind: 'snapshot'
  readonly path: string
}

export interface ReaderReport extends ReadsView {
  readonly kind: 'progress'
}

export interface GeneratorReport {
  readonly kind: 'progress'
  readonly totals: GeneratorTotals
}
