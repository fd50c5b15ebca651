import { NOTHING_YET, type Progress } from '../progress.ts'
import type { Span } from './range.ts'

const REPORT_EVERY_MS = 1000

/** How far a replay is, told once a second. Threads write how many records lie behind them. */
export class ReplayProgress {
  readonly shared: SharedArrayBuffer
  readonly #behind: Float64Array
  readonly #spans: readonly Span[]
  readonly #onProgress: (progress: Progress) => void

  constructor(spans: readonly Span[], onProgress: (progress: Progress) => void) {
    this.shared = new SharedArrayBuffer(spans.length * Float64Array.BYTES_PER_ELEMENT)
    this.#behind = new Float64Array(this.shared)
    this.#spans = spans
    this.#onProgress = onProgress
  }

  async during(work: Promise<void>): Promise<void> {
    const beganAt = performance.now()
    const tell = () => this.#onProgress({ ...NOTHING_YET, elapsedMs: performance.now() - beganAt, note: this.#note() })
    tell()
    const timer = setInterval(tell, REPORT_EVERY_MS)
    try {
      await work
    } finally {
      clearInterval(timer)
    }
  }

  #note(): string {
    const total = this.#spans.reduce((sum, { to }) => sum + to, 0)
    const behind = this.#spans.reduce((sum, { to }, partition) => sum + Math.min(to, this.#behind[partition]), 0)
    return `replaying: ${behind.toLocaleString('en')} of ${total.toLocaleString('en')} records`
  }
}
