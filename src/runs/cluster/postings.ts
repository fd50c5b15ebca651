import type { Sku } from '../../engine/pricing/events.ts'
import type { Positions } from '../../adapters/kafka/order-entry.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { ReachedServers } from '../open-kafka-target.ts'
import type { GeneratorTotals, Segment } from '../threads/generator-setting.ts'
import type { Guarantee, KafkaTarget } from '../threads/kafka-target.ts'
import type { PipelineTotals, ShortTotals } from '../threads/pipeline-setting.ts'
import type { PipelineReport } from '../threads/thread-reports.ts'

/** What everybody who takes part must know. No secrets and no addresses: each has its own. */
export interface ClusterPlan {
  readonly runId: string
  readonly scenario: Scenario
  readonly guarantee: Guarantee
  readonly commitIntervalMs: number
  /** Of the run's tables. */
  readonly schema: string
  /** How many generators share the schedule. */
  readonly segments: number
  /** Null: everybody makes the catalogue from the seed. */
  readonly skus: readonly Sku[] | null
}

/** What a run works on, for one who takes part in it. */
export function targetOf({ guarantee, commitIntervalMs, schema }: ClusterPlan, servers: ReachedServers, prefix: string): KafkaTarget {
  return { ...servers, prefix, guarantee, commitIntervalMs, schema, archive: false }
}

/** Where each of a worker's partitions stands. */
export type Standing = Readonly<Record<number, Positions>>

/** Who it is, for people. */
export interface Participant {
  readonly by: string
  readonly host: string
  readonly pid: number
}

/**
 * What is written on the board of a run. `plan`, `start`, `fault`, `stop` and `over` come from whoever conducts it, the
 * others from workers and generators. A `working` or `sending` posting has everything so far, so that the last one of a
 * participant that vanished is worth something.
 */
export type Posting =
  | { readonly kind: 'plan'; readonly plan: ClusterPlan }
  | ({ readonly kind: 'joined'; readonly segment: Segment | null } & Participant)
  | { readonly kind: 'owns'; readonly by: string; readonly partitions: readonly number[] }
  | { readonly kind: 'seeded'; readonly by: string }
  | { readonly kind: 'start'; readonly atMs: number }
  | { readonly kind: 'fault'; readonly fault: PlannedFault }
  | { readonly kind: 'stop' }
  | { readonly kind: 'over' }
  | { readonly kind: 'working'; readonly by: string; readonly report: PipelineReport; readonly totals: ShortTotals; readonly standing: Standing }
  | { readonly kind: 'sending'; readonly by: string; readonly totals: GeneratorTotals }
  | { readonly kind: 'worked'; readonly by: string; readonly totals: PipelineTotals }
  | { readonly kind: 'sent'; readonly by: string; readonly totals: GeneratorTotals }
