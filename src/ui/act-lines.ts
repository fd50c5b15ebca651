import type { Progress } from '../runs/progress.ts'
import { progressLine } from './plain.ts'

const LINE_EVERY_MS = 5000

interface Moment {
  readonly atMs: number
  readonly caption: string
}

/** Tells an act of the demo while it runs: a line now and then, and a caption when its moment has come. */
export class ActLines {
  #moments: readonly Moment[] = []
  #nextMs = LINE_EVERY_MS
  #phase: Progress['phase'] | undefined

  expect(moments: readonly Moment[]): void {
    this.#moments = moments.toSorted((a, b) => a.atMs - b.atMs)
  }

  /** What this state of the run is worth; mostly nothing. */
  lines(progress: Progress): readonly string[] {
    const { elapsedMs, phase } = progress
    const due = this.#moments.filter(({ atMs }) => phase !== 'preparing' && elapsedMs >= atMs)
    this.#moments = this.#moments.filter((moment) => !due.includes(moment))
    const isNews = phase !== this.#phase || (phase === 'traffic' && elapsedMs >= this.#nextMs)
    this.#phase = phase
    if (isNews) this.#nextMs = (Math.floor(elapsedMs / LINE_EVERY_MS) + 1) * LINE_EVERY_MS
    return [...due.map(({ caption }) => `  ▶ ${caption}`), ...(isNews ? [progressLine(progress)] : [])]
  }
}
