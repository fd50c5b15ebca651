/** What a run would do: the document of `--dry-run --json`. Times are ms from the start of the run. */
export interface RunPlan {
  readonly schemaVersion: 1
  readonly dryRun: true
  readonly scenario: string
  readonly summary: string
  readonly seed: string
  readonly target: string
  readonly durationMs: number
  /** Virtual, ISO 8601. */
  readonly startsAt: string
  readonly partitions: number
  readonly skus: number
  readonly stores: number
  readonly events: { readonly total: number; readonly byKind: Readonly<Record<string, number>> }
  /** Events a second, in equal stretches of the run. */
  readonly rates: readonly number[]
  readonly priceReads: number
  readonly promotions: readonly PlannedSpan[]
  readonly faults: readonly PlannedSpan[]
  readonly thresholds: readonly string[]
  readonly expected: { readonly wholeMs: number; readonly beforeTrafficMs: number; readonly afterTrafficMs: number; readonly diskBytes: number; readonly measuredOn: string }
}

/** Something with a place in the run; an instant ends where it starts. */
export interface PlannedSpan {
  readonly name: string
  readonly startMs: number
  readonly endMs: number
}
