import type { Hits } from '../../faults/fault-at-work.ts'
import type { SharedPrices } from '../../adapters/embedded/shared-prices.ts'
import type { SecondPiece } from '../../reports/formats/hlog.ts'
import type { MetricsSnapshot } from '../../reports/metrics.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { FaultTerms } from './thread-faults.ts'

/** Memory that the threads of a run share. */
export interface SharedRun {
  readonly control: SharedArrayBuffer
  readonly cache: SharedPrices
  readonly store: SharedPrices
  /** One ring a partition. */
  readonly rings: readonly SharedArrayBuffer[]
  /** One doorbell a pipeline thread; partition p belongs to thread p modulo their number. */
  readonly doorbells: readonly SharedArrayBuffer[]
}

/** What every thread of a run is started with. */
export interface ThreadSetting {
  readonly scenario: Scenario
  readonly runDir: string
  readonly shared: SharedRun
  /** False: as fast as it goes; virtual time then follows the traffic. */
  readonly paced: boolean
  /** Undefined: log and prices are embedded. */
  readonly kafka?: KafkaTarget
}

/** What runners of partitions are made of, wherever they run. */
export interface PipelineTerms extends FaultTerms {
  readonly shared: Pick<SharedRun, 'control'>
}

export interface PipelineSetting extends ThreadSetting, PipelineTerms {
  readonly shared: SharedRun
  readonly thread: number
}

/** Partition p belongs to thread p modulo their number. */
export function partitionsOf({ shared: { rings, doorbells }, thread }: PipelineSetting): readonly number[] {
  return rings.map((_, partition) => partition).filter((partition) => partition % doorbells.length === thread)
}

/** A bolt's crash, mended: how long the partition stood still, and how many batches were executed again. */
export interface Restart {
  readonly partition: number
  readonly bolt: string
  readonly atMs: number
  readonly restartMs: number
  readonly batches: number
}

/** Totals of one pipeline thread since traffic began. */
export interface PipelineTotals {
  readonly counts: Readonly<Record<string, number>>
  readonly metrics: MetricsSnapshot
  readonly restarts: readonly Restart[]
  /** By the fault's text. */
  readonly hits: Readonly<Record<string, Hits>>
  readonly windows: readonly LatencyWindow[]
  /** `decision_latency` by intended second. */
  readonly seconds: readonly SecondPiece[]
}

/** Without what grows with the run. */
export type ShortTotals = Omit<PipelineTotals, 'windows' | 'seconds'>

/** Decisions whose intended time lies in one stretch of 100 ms. */
export interface LatencyWindow {
  readonly startMs: number
  count: number
  overGate: number
  lagMax: number
}
