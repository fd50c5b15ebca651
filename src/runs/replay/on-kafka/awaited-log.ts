import type { Commit, CommittedBatch, InputBatch } from '../../../engine/kernel/ports.ts'
import type { KafkaLog } from '../../../adapters/kafka/kafka-log.ts'
import type { TopicFeed } from '../../../adapters/kafka/topic-feed.ts'
import { homeTopic } from '../../../adapters/kafka/topics.ts'
import type { LaneLog } from '../lane-ports.ts'
import type { RecordSender } from './record-sender.ts'

const NOTHING: InputBatch = { firstOffset: 0, records: [], more: false }
const LOOK_EVERY_MS = 100
/** Records that were sent come back within this time, or not at all. */
const SILENT_MS_MAX = 60_000

/** A partition's log on Kafka whose next batch is known: it waits until those records have come through their topics. */
export class AwaitedLog implements LaneLog {
  readonly #log: KafkaLog
  readonly #feed: () => TopicFeed
  readonly #sender: RecordSender
  #expected: readonly string[] = []
  #nextOffset = 0

  constructor(log: KafkaLog, feed: () => TopicFeed, sender: RecordSender) {
    this.#log = log
    this.#feed = feed
    this.#sender = sender
  }

  get nextOffset(): number {
    return this.#nextOffset
  }

  /** They were given to the sender before. */
  accept(records: readonly string[]): void {
    this.#expected = records
  }

  async take(): Promise<InputBatch> {
    if (this.#expected.length === 0) return NOTHING
    const topics = this.#expected.map(homeTopic)
    for (const giveUpAt = performance.now() + SILENT_MS_MAX; ; ) {
      const { arrival } = this.#feed()
      const { raised } = arrival
      const taken = this.#log.takeInOrder(topics)
      if (taken) return this.#proved(taken)
      if (this.#sender.failure) throw this.#sender.failure
      if (performance.now() > giveUpAt) throw new Error(`records that were sent did not come back for ${SILENT_MS_MAX / 1000} s`)
      await arrival.waitSince(raised, LOOK_EVERY_MS)
    }
  }

  async commit(commit: Commit): Promise<number> {
    this.#expected = []
    return (this.#nextOffset = await this.#log.commit(commit))
  }

  async *committed(offset: number): AsyncIterable<CommittedBatch> {
    yield* this.#log.committed(offset)
  }

  /** Somebody else may write in these topics: then what comes out proves nothing about the recording. */
  #proved(taken: InputBatch): InputBatch {
    const stranger = taken.records.findIndex((record, index) => record !== this.#expected[index])
    if (stranger >= 0) throw new Error(`a record in its topics is not the recorded one: ${taken.records[stranger].slice(0, 80)}`)
    return taken
  }
}
