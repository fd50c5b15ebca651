import { Histogram, mergeHistograms } from '../reports/histogram.ts'
import type { SecondPiece } from '../reports/formats/hlog.ts'

/** Percentiles of one second; null where nothing was decided. */
export interface SecondLatency {
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
}

const NOTHING: SecondLatency = { p50Ms: null, p95Ms: null, p99Ms: null }
/** Threads report a second again only while they keep it open, which is less long than this. */
const OPEN_SECONDS = 12

/** `decision_latency` second by second while a run goes on, exact over all threads. Memory does not grow with histograms. */
export class LatencySeries {
  readonly #open = new Map<number, Map<number, Histogram>>()
  readonly #settled = new Histogram()
  readonly #seconds = new Map<number, SecondLatency>()
  #newest = 0

  /** What a thread says about seconds: all it has of each so far. */
  take(thread: number, pieces: readonly SecondPiece[]): void {
    for (const { second, encoded } of pieces) {
      const threads = this.#open.get(second) ?? new Map<number, Histogram>()
      this.#open.set(second, threads.set(thread, Histogram.decode(encoded)))
      this.#seconds.set(second, percentilesOf(mergeHistograms(threads.values())))
      this.#newest = Math.max(this.#newest, second)
    }
    this.#settle()
  }

  at(second: number): SecondLatency {
    return this.#seconds.get(second) ?? NOTHING
  }

  /** Of the run so far. */
  total(): Histogram {
    return mergeHistograms([this.#settled, ...[...this.#open.values()].flatMap((threads) => [...threads.values()])])
  }

  #settle(): void {
    for (const [second, threads] of this.#open) {
      if (second > this.#newest - OPEN_SECONDS) continue
      for (const histogram of threads.values()) this.#settled.add(histogram)
      this.#open.delete(second)
    }
  }
}

const percentilesOf = (histogram: Histogram): SecondLatency => ({ p50Ms: histogram.percentile(50), p95Ms: histogram.percentile(95), p99Ms: histogram.percentile(99) })
