import type { TopicFeed } from './topic-feed.ts'

/** Which records are wanted: from this offset on, before that one, so many. */
export interface Wanted {
  readonly from?: number
  readonly to?: number
  readonly count?: number
}

const WAIT_MS = 1000
/** Records that are there come within this time, or not at all. */
const SILENT_MS_MAX = 60_000

/** One partition of a topic up to its end, from which records are taken in order. */
export class TopicShelf {
  readonly #feed: TopicFeed
  readonly #topic: string
  readonly #partition: number
  readonly #end: number

  constructor(feed: TopicFeed, topic: string, partition: number, end: number) {
    this.#feed = feed
    this.#topic = topic
    this.#partition = partition
    this.#end = end
  }

  /** Fewer where the topic has no more. What stands before `from` is passed over. */
  async take({ from = 0, to = this.#end, count = Infinity }: Wanted): Promise<readonly string[]> {
    const values: string[] = []
    for (;;) {
      const { raised } = this.#feed.arrival
      const lane = this.#feed.lane(this.#topic, this.#partition)
      while (values.length < count) {
        const record = lane.shift(to)
        if (!record) break
        if (record.offset >= from) values.push(record.value)
      }
      if (values.length === count || !lane.isEmpty || lane.position >= to) return values
      await this.#arrival(raised)
    }
  }

  async #arrival(raised: number): Promise<void> {
    const { arrival } = this.#feed
    for (const giveUpAt = performance.now() + SILENT_MS_MAX; arrival.raised === raised; await arrival.waitSince(raised, WAIT_MS)) {
      if (performance.now() > giveUpAt) throw new Error(`nothing came from ${this.#topic}, partition ${this.#partition}, for ${SILENT_MS_MAX / 1000} s`)
    }
  }
}
