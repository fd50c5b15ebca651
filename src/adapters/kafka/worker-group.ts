import { coPartitionAssigner } from './assigner.ts'
import type { Consumer, KafkaClient } from './client.ts'
import { ORDER_TOPIC } from '../output-topics.ts'
import { onceReady } from './once-ready.ts'

export interface WorkerGroupSetting {
  readonly prefix: string
  /** What this worker has at work: asked whenever partitions are dealt anew. */
  readonly owned: () => readonly number[]
  /** Told which partitions are this worker's from now on. */
  readonly onDealt: (partitions: readonly number[]) => void
  /** Told why this worker is no member any more, and will not be one again. */
  readonly onFailure: (error: Error) => void
}

/** Membership among the workers of a run. It says which partition numbers are whose, and fetches nothing. */
export class WorkerGroup {
  readonly #consumer: Consumer
  readonly #topic: string
  readonly #onDealt: WorkerGroupSetting['onDealt']
  readonly #onFailure: WorkerGroupSetting['onFailure']

  constructor(client: KafkaClient, { prefix, owned, onDealt, onFailure }: WorkerGroupSetting) {
    this.#topic = prefix + ORDER_TOPIC
    this.#onDealt = onDealt
    this.#onFailure = onFailure
    this.#consumer = client.member({ groupId: `${prefix}workers`, assigner: coPartitionAssigner(owned) })
  }

  async join(): Promise<void> {
    const { GROUP_JOIN, CRASH } = this.#consumer.events
    this.#consumer.on(CRASH, ({ payload: { error, restart } }) => restart || this.#onFailure(error))
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      const dealt = payload.memberAssignment[this.#topic] ?? []
      this.#consumer.pause([{ topic: this.#topic }])
      this.#onDealt(dealt)
    })
    await this.#consumer.connect()
    await onceReady(() => this.#consumer.subscribe({ topics: [this.#topic] }))
    await this.#consumer.run({ autoCommit: false, eachBatch: async () => {} })
  }

  /** The others share out what was this worker's, at once. */
  async leave(): Promise<void> {
    await this.#consumer.disconnect()
  }
}
