import type { Invariant } from '../checks/conclude.ts'
import type { ExitCode } from './exit-code.ts'

/** How often a fault hit at a stage of a record's life. */
export interface FaultAtStage {
  readonly fault: string
  readonly stage: string
  readonly hits: number
}

/** A seed on which an invariant did not hold. */
export interface FailingSeed {
  readonly seed: string
  /** Those that failed or could not be judged. */
  readonly invariants: readonly Invariant[]
  /** As they were drawn. */
  readonly faults: readonly string[]
  /** The smallest schedule on which the first of them still fails, and the command that repeats it; null where nobody looked for it. */
  readonly shrunk: null | { readonly invariant: string; readonly events: number; readonly faults: readonly string[]; readonly command: string }
}

/** What an exploration has found: the one document of `promo explore --json`. */
export interface ExploreDocument {
  readonly schemaVersion: 1
  readonly scenario: string
  readonly firstSeed: string
  readonly seeds: { readonly planned: number; readonly done: number; readonly failed: number }
  readonly eventsPerSeed: number
  readonly bug: string | null
  readonly failures: readonly FailingSeed[]
  /** Pairs of a fault and a stage that were hit, out of all that there are. */
  readonly coverage: { readonly covered: number; readonly possible: number; readonly share: number; readonly pairs: readonly FaultAtStage[] }
  /** Over the histories of all seeds, in their order: equal commands give equal hashes. */
  readonly historiesSha256: string
  readonly durationMs: number
  readonly seedsPerSecond: number
  readonly verdict: 'pass' | 'fail' | 'unknown'
  readonly exitCode: ExitCode
}
