import type { SeenGenerator } from './ledger/id-memory.ts'
import type { Damage } from './record/damage.ts'
import type { Sent } from './record/sent.ts'
import type { Schedule } from './schedule.ts'
import type { Tallied } from './tally.ts'

/** accepted = processed + deduplicated + quarantined + deadLettered + inFlight + whatever `lost` counts without an outcome. */
export interface Counters {
  readonly accepted: number
  /** Decided at once, and folded. */
  readonly processed: number
  readonly folded: number
  readonly deduplicated: number
  readonly quarantined: number
  readonly deadLettered: number
  readonly inFlight: number
  /** Rows. */
  readonly decisions: number
  readonly explanations: number
  readonly lateDuplicates: number
}

/** All that one partition's record gives away. Plain data: it may come from a worker thread. */
export interface PartitionFindings {
  readonly partition: number
  readonly batches: number
  readonly counters: Counters
  /** Alert lines by type. */
  readonly alerts: Readonly<Record<string, number>>
  /** By name of the check. */
  readonly tallies: Readonly<Record<string, Tallied>>
  readonly seen: readonly SeenGenerator[]
  readonly decisionsSha256: string
  /** Where reading the log had to stop; what comes later is not judged. */
  readonly damage: readonly Damage[]
  /** The same in the readers' logs: one entry a reader. */
  readonly readDamage: readonly Damage[]
  /** The same in what stood at the end. */
  readonly priceDamage: readonly Damage[]
  /** Behind the last order record: outputs that never became true, and bytes of a torn line. */
  readonly voidLines: number
  readonly tornBytes: number
}

/** What the run says of itself and what others found out, to hold against the findings. */
export interface Evidence {
  /** Null where no generator took part (a replay) or none lived long enough to write it. */
  readonly sent: Sent | null
  /** `run.decisionsSha256` of run.json; null for a run that was killed. */
  readonly recordedSha256: string | null
  /** The digests of a re-execution in partition order; null where nobody re-executed. */
  readonly reexecutedSha256: readonly string[] | null
  /** Left out where the scenario names none. */
  readonly schedule?: Schedule
  /** Whether it was written down what cache and store held at the end. */
  readonly hasStandingPrices?: boolean
}
