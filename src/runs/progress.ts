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
}
