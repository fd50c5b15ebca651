import type { Scenario } from '../scenarios/scenario.ts'
import { dueBetween } from '../scenarios/shapes/registry.ts'
import { checkingNote, readingBackNote } from './checking-notes.ts'
import type { ConductedRun, LiveTotals } from './live-run.ts'
import { LiveViewer } from './live-view.ts'
import { NOTHING_YET, type Progress } from './progress.ts'

const REPORT_EVERY_MS = 200
const RATE_OVER_MS = 1000
const CHECKING_EVERY_MS = 1000

/** Looks at a run now and then, from outside its threads, and says how far it is. */
export class ProgressReporter {
  readonly #scenario: Scenario
  readonly #viewer: LiveViewer | null
  readonly #onProgress: (progress: Progress) => void
  #last: Progress
  #nextCheckingAt = 0
  #seen: { readonly elapsedMs: number; readonly sent: number }[] = []

  /** `isDetailed`: with everything that a dashboard shows, which plain lines do not need. */
  constructor(scenario: Scenario, onProgress: (progress: Progress) => void, isDetailed = false) {
    this.#scenario = scenario
    this.#viewer = isDetailed ? new LiveViewer(scenario) : null
    this.#onProgress = onProgress
    const { durationMs } = scenario
    this.#last = { ...NOTHING_YET, elapsedMs: 0, durationMs }
  }

  /** Reports until the run is over. */
  async during(run: ConductedRun): Promise<LiveTotals> {
    this.#onProgress({ ...this.#last, note: 'starting threads, seeding the catalogue' })
    const timer = setInterval(() => this.#look(run), REPORT_EVERY_MS)
    try {
      return await run.run()
    } finally {
      clearInterval(timer)
    }
  }

  readingBack(done: number, total: number): void {
    this.#check(readingBackNote(done, total), done === total)
  }

  checking(done: number, total: number): void {
    this.#check(checkingNote(done, total), done === total)
  }

  /** At most once a second, and at the end. */
  #check(note: string, isLast: boolean): void {
    const now = performance.now()
    if (!isLast && now < this.#nextCheckingAt) return
    this.#nextCheckingAt = now + CHECKING_EVERY_MS
    this.#onProgress({ ...this.#last, phase: 'checking', note })
  }

  #look(run: ConductedRun): void {
    const progress = run.progress()
    const { elapsedMs, sent, lag, counts, p99Ms, rejected } = progress
    const { durationMs, traffic } = this.#scenario
    if (elapsedMs === 0 && progress.waitingFor) this.#onProgress({ ...this.#last, note: `waiting for ${progress.waitingFor}` })
    if (elapsedMs === 0) return
    const now = Math.min(elapsedMs, durationMs)
    this.#last = {
      phase: elapsedMs < durationMs ? 'traffic' : 'draining',
      elapsedMs,
      durationMs,
      plannedRate: dueBetween(traffic.shape, now - 1000, now, durationMs),
      sentRate: this.#rate(elapsedMs, sent),
      sent,
      processed: sent - lag,
      decisions: counts.decisions ?? 0,
      lag,
      p99Ms,
      breachesPrevented: counts.margin_breaches_prevented ?? 0,
      ...(rejected > 0 && { note: `rejected ${rejected.toLocaleString('en')}` }),
      live: this.#viewer?.view(progress),
    }
    this.#onProgress(this.#last)
  }

  /** Over the last second. */
  #rate(elapsedMs: number, sent: number): number {
    this.#seen = [...this.#seen.filter((seen) => elapsedMs - seen.elapsedMs <= RATE_OVER_MS), { elapsedMs, sent }]
    const [first] = this.#seen
    return first.elapsedMs === elapsedMs ? (sent * 1000) / Math.max(elapsedMs, 1) : ((sent - first.sent) * 1000) / (elapsedMs - first.elapsedMs)
  }
}
