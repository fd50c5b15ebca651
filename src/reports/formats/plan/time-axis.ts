import { milliseconds } from '../texts.ts'
import type { PlannedSpan } from './run-plan.ts'

const BARS = '▁▂▃▄▅▆▇█'

/** A stretch of text that stands for the run: so many columns for so many milliseconds. */
export class TimeAxis {
  readonly #columns: number
  readonly #durationMs: number

  constructor(columns: number, durationMs: number) {
    this.#columns = columns
    this.#durationMs = durationMs
  }

  /** Its start, its middle and its end. */
  ruler(): string {
    const [start, middle, end] = [0, this.#durationMs / 2, this.#durationMs].map(milliseconds)
    const left = start + middle.padStart(Math.floor((this.#columns + middle.length) / 2) - start.length)
    return left + end.padStart(this.#columns - left.length)
  }

  /** A bar where the span is on, however short it is; an instant is a point. */
  span({ startMs, endMs }: PlannedSpan): string {
    const from = this.#columnOf(startMs)
    if (endMs <= startMs) return `${' '.repeat(from)}▼`
    return ' '.repeat(from) + '█'.repeat(Math.max(1, this.#columnOf(endMs - 1) - from + 1))
  }

  /** Each value as a bar, the highest one full. */
  heights(values: readonly number[]): string {
    const highest = Math.max(...values)
    return values.map((value) => (value === 0 ? ' ' : BARS[Math.ceil((value / highest) * BARS.length) - 1])).join('')
  }

  #columnOf(ms: number): number {
    return Math.min(this.#columns - 1, Math.max(0, Math.floor((ms / this.#durationMs) * this.#columns)))
  }
}
