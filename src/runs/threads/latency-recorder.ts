import type { SecondPiece } from '../../reports/formats/hlog.ts'
import { Histogram } from '../../reports/histogram.ts'
import { WINDOW_MS } from '../../reports/recovery.ts'
import type { LatencyWindow } from './pipeline-setting.ts'

/** Seconds kept open; older ones are put away encoded, so that memory does not grow with the run. */
const OPEN_SECONDS = 8
const RECENT_WINDOWS = (OPEN_SECONDS * 1000) / WINDOW_MS

/**
 * Latencies by intended time: a histogram a second (they merge to any phase later, and make latency.hlog), and for the recovery
 * rule a count of slow ones in every 100 ms.
 */
export class LatencyRecorder {
  readonly #gateMs: number
  readonly #seconds = new Map<number, Histogram>()
  readonly #windows: LatencyWindow[] = []
  readonly #putAway: SecondPiece[] = []
  // By partition, and all together.
  readonly #lags = new Map<number, number>()
  #waiting = 0
  // How many latencies of a second the last report had.
  readonly #reported = new Map<number, number>()

  constructor(gateMs: number) {
    this.#gateMs = gateMs
  }

  record(intendedMs: number, latencyMs: number): void {
    this.#second(Math.floor(intendedMs / 1000)).record(Math.max(0, Math.round(latencyMs * 1000)))
    const window = this.#window(intendedMs)
    window.count++
    if (latencyMs > this.#gateMs) window.overGate++
  }

  /** Records of one partition that were waiting at that moment; of the thread's others as many as they last said. */
  lag(elapsedMs: number, partition: number, records: number): void {
    this.#waiting += records - (this.#lags.get(partition) ?? 0)
    this.#lags.set(partition, records)
    const window = this.#window(elapsedMs)
    window.lagMax = Math.max(window.lagMax, this.#waiting)
  }

  get windows(): readonly LatencyWindow[] {
    return this.#windows
  }

  /** Every second's histogram, encoded; one that was late may appear in pieces. */
  seconds(): readonly SecondPiece[] {
    this.#putAwayBefore(Infinity)
    return this.#putAway
  }

  /** Seconds before this one that have changed since the last call, each with all it has so far. */
  changedSeconds(before: number): readonly SecondPiece[] {
    const changed = [...this.#seconds].filter(([second, { count }]) => second < before && this.#reported.get(second) !== count)
    for (const [second, { count }] of changed) this.#reported.set(second, count)
    return changed.map(([second, histogram]) => ({ second, encoded: histogram.encode() }))
  }

  /** The newest stretches, as far back as decisions usually come late. */
  recentWindows(): readonly LatencyWindow[] {
    return this.#windows.slice(-RECENT_WINDOWS)
  }

  /** Of the last second that is complete; null before there is one. */
  recentP99Ms(): number | null {
    const latest = Math.max(...this.#seconds.keys())
    return this.#seconds.get(latest - 1)?.percentile(99) ?? null
  }

  #second(second: number): Histogram {
    const known = this.#seconds.get(second)
    if (known) return known
    this.#putAwayBefore(second - OPEN_SECONDS)
    const histogram = new Histogram()
    this.#seconds.set(second, histogram)
    return histogram
  }

  #putAwayBefore(before: number): void {
    for (const [second, histogram] of this.#seconds) {
      if (second >= before) continue
      this.#putAway.push({ second, encoded: histogram.encode() })
      this.#seconds.delete(second)
      this.#reported.delete(second)
    }
  }

  #window(atMs: number): LatencyWindow {
    const index = Math.max(0, Math.floor(atMs / WINDOW_MS))
    while (this.#windows.length <= index) this.#windows.push({ startMs: this.#windows.length * WINDOW_MS, count: 0, overGate: 0, lagMax: 0 })
    return this.#windows[index]
  }
}
