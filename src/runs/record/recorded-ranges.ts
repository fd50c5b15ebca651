import type { RecordedMessage } from './recorded-message.ts'
import type { RecordedRange } from './recording-document.ts'

/** Keeps account of what went into a recording. */
export class RecordedRanges {
  readonly #ranges = new Map<string, { topic: string; partition: number; from: number; to: number; records: number }>()
  readonly #stores = new Set<string>()
  startsAt: number | null = null
  endsAt: number | null = null
  records = 0

  constructor(ranges: readonly RecordedRange[] = [], { startsAt = null, endsAt = null, stores = [] }: { startsAt?: number | null; endsAt?: number | null; stores?: readonly string[] } = {}) {
    for (const range of ranges) this.#ranges.set(`${range.topic}/${range.partition}`, { ...range })
    for (const store of stores) this.#stores.add(store)
    this.startsAt = startsAt
    this.endsAt = endsAt
    this.records = ranges.reduce((sum, each) => sum + each.records, 0)
  }

  add({ topic, partition, offset, timestamp, value }: RecordedMessage): void {
    const key = `${topic}/${partition}`
    const range = this.#ranges.get(key) ?? { topic, partition, from: offset, to: offset, records: 0 }
    range.to = Math.max(range.to, offset + 1)
    range.records++
    this.#ranges.set(key, range)
    this.records++
    this.startsAt = Math.min(this.startsAt ?? timestamp, timestamp)
    this.endsAt = Math.max(this.endsAt ?? timestamp, timestamp)
    const store = value === null ? undefined : STORE.exec(value.toString())?.[1]
    if (store !== undefined) this.#stores.add(store)
  }

  /** Sorted, as catalogues are written. */
  get stores(): readonly string[] {
    return [...this.#stores].sort()
  }

  ranges(): readonly RecordedRange[] {
    return [...this.#ranges.values()].sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1))
  }
}

const STORE = /"store":\s*"([^"\\]{1,200})"/
