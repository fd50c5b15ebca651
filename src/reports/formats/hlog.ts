import { Histogram } from '../histogram.ts'

/** The latencies of one second of the run; of a second there may be several pieces. */
export interface SecondPiece {
  readonly second: number
  readonly encoded: string
}

export interface Second {
  readonly second: number
  readonly histogram: Histogram
}

/** Pieces of several threads as one histogram a second, in order of time. */
export function mergeSeconds(pieces: readonly SecondPiece[]): readonly Second[] {
  const bySecond = new Map<number, Histogram>()
  for (const { second, encoded } of pieces) {
    const piece = Histogram.decode(encoded)
    const known = bySecond.get(second)
    if (known) known.add(piece)
    else bySecond.set(second, piece)
  }
  return [...bySecond].map(([second, histogram]) => ({ second, histogram })).toSorted((a, b) => a.second - b.second)
}

/**
 * The seconds as an HdrHistogram log, format 1.3: values in µs, the maximum column in ms. Timestamps count from the
 * start of the run, which is written as StartTime (for people) and BaseTime (for readers, who add it).
 */
export function renderHlog(seconds: readonly Second[], startedAtMs: number): string {
  const startedAt = (startedAtMs / 1000).toFixed(3)
  const lines = [
    '#[Histogram log format version 1.3]',
    '#[decision_latency of promo; values in microseconds, by intended second]',
    `#[StartTime: ${startedAt} (seconds since epoch), ${new Date(startedAtMs).toISOString()}]`,
    `#[BaseTime: ${startedAt} (seconds since epoch)]`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...seconds.map(({ second, histogram }) => `${second.toFixed(3)},1.000,${(histogram.max ?? 0).toFixed(3)},${histogram.encode()}`),
  ]
  return `${lines.join('\n')}\n`
}
