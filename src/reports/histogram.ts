import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram as HdrHistogram, HistogramLogReader } from 'hdr-histogram-js'

/** How values are kept: recorded as whole numbers, reported in units. */
interface Scale {
  /** Recorded steps in one reported unit. */
  readonly perUnit: number
  /** Added to what is recorded, because the histogram itself holds nothing below 0. */
  readonly offset: number
  /** Whatever is larger counts as this. */
  readonly ceiling: number
  readonly digits: 3 | 4
}

/** `ms` takes whole microseconds and keeps 3 digits of them; `bps` is exact from −20,000 to 12,767 (a margin is at most 10,000). */
const SCALES = {
  ms: { perUnit: 1000, offset: 0, ceiling: 3_600_000_000, digits: 3 },
  bps: { perUnit: 1, offset: 20_000, ceiling: 32_767, digits: 4 },
} as const satisfies Record<string, Scale>

export type HistogramUnit = keyof typeof SCALES

/**
 * The only place that knows hdr-histogram-js.
 *
 * It keeps its counts in a typed array. Measured here: 22 M records/s, against 55 M/s in its WebAssembly, which costs
 * 11 ms of start-up in every thread and must be freed by hand. At 100,000 records/s that is 3 ms a second: not worth it.
 */
export class Histogram {
  readonly unit: HistogramUnit
  readonly #scale: Scale
  readonly #hdr: HdrHistogram

  constructor(unit: HistogramUnit = 'ms', hdr?: HdrHistogram) {
    const scale = SCALES[unit]
    this.unit = unit
    this.#scale = scale
    // All of one unit have the same size, so that adding them up is adding up two arrays.
    this.#hdr = hdr ?? build({ bitBucketSize: 32, autoResize: false, lowestDiscernibleValue: 1, highestTrackableValue: scale.ceiling, numberOfSignificantValueDigits: scale.digits })
  }

  static decode(encoded: string, unit: HistogramUnit = 'ms'): Histogram {
    return new Histogram(unit, decodeFromCompressedBase64(encoded, 32))
  }

  /** A whole number of µs (`ms`) or bps; what is too small or too large counts as the smallest or largest there is. */
  record(value: number, count = 1): void {
    const { offset, ceiling } = this.#scale
    const recorded = value + offset
    if (recorded >= 0 && recorded <= ceiling) this.#hdr.recordValueWithCount(recorded, count)
    else if (Number.isNaN(value)) throw new Error('not a number cannot be recorded')
    else this.#hdr.recordValueWithCount(recorded < 0 ? 0 : ceiling, count)
  }

  add(other: Histogram): void {
    this.#hdr.add(other.#hdr)
  }

  /** HdrHistogram V2, compressed, base64: what a `.hlog` line holds, and small enough to send between threads. */
  encode(): string {
    return encodeIntoCompressedBase64(this.#hdr)
  }

  get count(): number {
    return this.#hdr.totalCount
  }

  // The ends are those of the bucket, as for every percentile: an exact maximum could be less than p(99).
  get min(): number | null {
    return this.percentile(0)
  }

  get max(): number | null {
    return this.percentile(100)
  }

  get avg(): number | null {
    return this.count === 0 ? null : this.#toUnit(this.#hdr.mean)
  }

  /** The value that `percent` of all values do not exceed; null where nothing was recorded. */
  percentile(percent: number): number | null {
    return this.count === 0 ? null : this.#toUnit(this.#hdr.getValueAtPercentile(percent))
  }

  /** The percentile distribution in HdrHistogram's own text format, in units. */
  distribution(ticksPerHalfDistance = 5): string {
    if (this.#scale.offset !== 0) throw new Error('a distribution of values with an offset would show the offset')
    return this.#hdr.outputPercentileDistribution(ticksPerHalfDistance, this.#scale.perUnit)
  }

  /** To three digits behind the point: all there is in a µs, and no 0.30000000000000004. */
  #toUnit(recorded: number): number {
    return Math.round(((recorded - this.#scale.offset) / this.#scale.perUnit) * 1000) / 1000
  }
}

export function mergeHistograms(histograms: Iterable<Histogram>, unit: HistogramUnit = 'ms'): Histogram {
  const sum = new Histogram(unit)
  for (const histogram of histograms) sum.add(histogram)
  return sum
}

/** One line of a `.hlog`, in ms of the epoch. */
export interface LoggedInterval {
  readonly startMs: number
  readonly endMs: number
  readonly histogram: Histogram
}

/** Every interval of a `.hlog` whose values are µs, as any HdrHistogram tool would read it. */
export function readHistogramLog(text: string): readonly LoggedInterval[] {
  const reader = new HistogramLogReader(text)
  const intervals: LoggedInterval[] = []
  for (let hdr = reader.nextIntervalHistogram(); hdr !== null; hdr = reader.nextIntervalHistogram()) {
    // The reader hands out plain histograms: WebAssembly was not asked for.
    const { startTimeStampMsec, endTimeStampMsec } = hdr as HdrHistogram
    intervals.push({ startMs: startTimeStampMsec, endMs: endTimeStampMsec, histogram: new Histogram('ms', hdr as HdrHistogram) })
  }
  return intervals
}
