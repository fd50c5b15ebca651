import type { SecondPiece } from '../../reports/formats/hlog.ts'
import { Metrics } from '../../reports/metrics.ts'
import { WINDOW_MS } from '../../reports/recovery.ts'
import type { LatencyWindow, PipelineTotals, ShortTotals } from '../threads/pipeline-setting.ts'
import type { PipelineReport } from '../threads/thread-reports.ts'

/** What one worker has told of its work: all of it where it took its leave, else what it had told when it vanished. */
export class WorkerAccount {
  readonly #windows: LatencyWindow[] = []
  readonly #seconds = new Map<number, SecondPiece>()
  #totals: ShortTotals = { counts: {}, restarts: [], hits: {}, metrics: new Metrics().snapshot() }
  #whole: PipelineTotals | undefined
  report: PipelineReport | undefined

  tell(report: PipelineReport, totals: ShortTotals): void {
    this.report = report
    this.#totals = totals
    for (const window of report.windows) this.#windows[window.startMs / WINDOW_MS] = window
    for (const piece of report.seconds) this.#seconds.set(piece.second, piece)
  }

  close(totals: PipelineTotals): void {
    this.#whole = totals
  }

  get totals(): PipelineTotals {
    if (this.#whole) return this.#whole
    const windows = Array.from(this.#windows, (window, index) => window ?? { startMs: index * WINDOW_MS, count: 0, overGate: 0, lagMax: 0 })
    return { ...this.#totals, windows, seconds: [...this.#seconds.values()] }
  }
}
