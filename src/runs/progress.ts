/** How far a run is. A run reports it as often as it likes; whoever shows it chooses what to show. */
export interface Progress {
  readonly phase: 'preparing' | 'traffic' | 'draining' | 'checking'
  readonly elapsedMs: number
  readonly durationMs: number
  /** Events a second: as scheduled now, and as sent of late. */
  readonly plannedRate: number
  readonly sentRate: number
  readonly sent: number
  readonly processed: number
  readonly decisions: number
  /** Records accepted and not yet processed. */
  readonly lag: number
  /** Of `decision_latency`; null as long as nothing was decided. */
  readonly p99Ms: number | null
  readonly breachesPrevented: number
  /** What is being done, in a few words, where the phase alone does not say it. */
  readonly note?: string
  /** Everything else that is known of a live run; verify and the like have none. */
  readonly live?: LiveView
}

/** Of whoever has no traffic, or none yet. */
export const NOTHING_YET = { phase: 'preparing', durationMs: 0, plannedRate: 0, sentRate: 0, sent: 0, processed: 0, decisions: 0, lag: 0, p99Ms: null, breachesPrevented: 0 } as const satisfies Partial<Progress>

/** A live run as a dashboard shows it. What only the checks know is not in it. */
export interface LiveView {
  readonly scenario: string
  readonly seed: string
  /** Latency that the scenario calls good, ms. */
  readonly gateMs: number
  /** By intended second, from the first one; the present second is not complete and not in it. */
  readonly seconds: readonly SecondView[]
  readonly bolts: readonly BoltView[]
  readonly reads: ReadsView
  /** Events handed over at most 10 ms late, of those planned so far. */
  readonly achievedRatio: number | null
  /** By admission control. */
  readonly rejected: number
  readonly pricesPublished: number
  readonly cuts: readonly CutView[]
  readonly faults: readonly FaultView[]
  readonly thresholds: readonly ThresholdView[]
}

export interface SecondView {
  readonly planned: number
  readonly sent: number
  readonly breachesPrevented: number
  /** Price reads answered by the store. */
  readonly fallbacks: number
  /** The most records that waited at once. */
  readonly lagMax: number
  /** Of `decision_latency`; null where nothing was decided. */
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
}

/** Time in one bolt since the run began; where threads differ, the slower one's. */
export interface BoltView {
  readonly name: string
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface ReadsView {
  readonly reads: number
  readonly fallbacks: number
  readonly unavailable: number
  readonly p99Ms: number | null
}

/** A SKU whose discount the guard cut: what was asked for, what it let pass, and why. */
export interface CutView {
  readonly sku: string
  readonly store: string
  readonly askedBps: number
  readonly givenBps: number
  /** Of one unit, in minor units of the currency. */
  readonly cutMinor: number
  readonly priceMinor: number
  readonly currency: string
  readonly marginBps: number
  readonly reason: string
}

/** A fault on the run's timeline; an instant ends where it starts. */
export interface FaultView {
  readonly spec: string
  readonly startMs: number
  readonly endMs: number
  readonly isInjected: boolean
  /** Null: not recovered yet, or not over yet. */
  readonly recoveryMs: number | null
}

/** `later`: only the checks, or the whole run, can tell. */
export interface ThresholdView {
  readonly metric: string
  readonly expression: string
  readonly actual: number | null
  readonly status: 'holds' | 'fails' | 'later'
}
