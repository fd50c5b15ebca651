/** Events by second of the run: when they were due, and when they were handed over. */
export interface EventRates {
  readonly planned: readonly number[]
  readonly sent: readonly number[]
}

export class RateRecorder implements EventRates {
  readonly planned: number[] = []
  readonly sent: number[] = []

  record(intendedMs: number, sentMs: number): void {
    countIn(this.planned, intendedMs)
    countIn(this.sent, sentMs)
  }
}

/** The schedule's milliseconds are counted from 1: the thousandth is the last one of the first second. */
function countIn(seconds: number[], atMs: number): void {
  const second = Math.max(0, Math.ceil(atMs / 1000) - 1)
  while (seconds.length <= second) seconds.push(0)
  seconds[second]++
}
