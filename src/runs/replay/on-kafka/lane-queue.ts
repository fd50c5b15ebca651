import { Signal } from '../../../adapters/kafka/signal.ts'
import { monotonicMs } from '../../../adapters/embedded/run-control.ts'
import type { PartitionBatch } from '../recording.ts'
import type { KafkaLane } from './kafka-lanes.ts'

/** Batches whose records are on their way while another one is committed. */
const QUEUED_MAX = 200
const LOOK_EVERY_MS = 1000

/** Decides the batches of one partition, one after another, while those of others are decided. */
export class LaneQueue {
  readonly #lane: KafkaLane
  readonly #onDecided: (batch: PartitionBatch) => void
  readonly #freed = new Signal()
  #length = 0
  #work: Promise<void> = Promise.resolve()
  #failure: unknown
  /** How long a batch began behind its time at worst, ms. */
  lateMsMax = 0

  constructor(lane: KafkaLane, onDecided: (batch: PartitionBatch) => void) {
    this.#lane = lane
    this.#onDecided = onDecided
  }

  /** Waits where the partition is far behind. */
  async add(batch: PartitionBatch, dueAtMs: number): Promise<void> {
    const { lane, sender } = this.#lane
    const inputs = lane.inputsOf(batch)
    if (!inputs) return
    sender.send(inputs)
    this.#length++
    this.#work = this.#work.then(() => this.#decide(batch, inputs, dueAtMs))
    while (this.#length >= QUEUED_MAX && this.#failure === undefined) await this.#freed.waitSince(this.#freed.raised, LOOK_EVERY_MS)
    if (this.#failure !== undefined) throw this.#failure
  }

  /** Until everything that was added is decided. */
  async end(): Promise<void> {
    await this.#work
    if (this.#failure !== undefined) throw this.#failure
  }

  /** Behind a batch that failed, nothing is decided any more. */
  async #decide(batch: PartitionBatch, inputs: readonly string[], dueAtMs: number): Promise<void> {
    try {
      if (this.#failure !== undefined) return
      this.lateMsMax = Math.max(this.lateMsMax, monotonicMs() - dueAtMs)
      await this.#lane.lane.decide(batch, inputs)
      this.#onDecided(batch)
    } catch (error) {
      this.#failure = error
    } finally {
      this.#length--
      this.#freed.raise()
    }
  }
}
