import { setTimeout } from 'node:timers/promises'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import { Fenced } from '../../adapters/kafka/batch-writer.ts'
import { SESSION } from '../../adapters/kafka/client.ts'
import { KafkaPartition, type KafkaPlace } from '../threads/kafka-partition.ts'
import { runRounds } from '../threads/kafka-rounds.ts'
import type { Standing } from './postings.ts'

/** So long a new owner waits for the one before to save its state; one that is dead saves nothing. */
const HAND_OVER_MS_MAX = 500
const LOOK_EVERY_MS = 20
/** Whoever fences an owner has been dealt its partition, or the group will deal it anew by then. */
const RETAKE_AFTER_MS = SESSION.timeoutMs + SESSION.heartbeatMs

export interface HeldPartitionsSetting {
  readonly place: KafkaPlace
  /** Whether another worker is known to have it still. */
  readonly isHeldElsewhere: (partition: number) => boolean
  readonly onChange: (partitions: readonly number[]) => void
  readonly onFailure: (error: unknown) => void
}

interface Held {
  readonly partition: KafkaPartition
  running: Promise<void>
  isLeaving: boolean
  isFenced: boolean
}

/** The partitions that a worker has at work: those that it is dealt, one change after the other. */
export class HeldPartitions {
  readonly #setting: HeldPartitionsSetting
  readonly #held = new Map<number, Held>()
  #dealt: readonly number[] = []
  #changing: Promise<void> = Promise.resolve()
  #isLeaving = false
  /** How often another worker had taken a partition over. */
  fenced = 0

  constructor(setting: HeldPartitionsSetting) {
    this.#setting = setting
  }

  get owned(): readonly number[] {
    return [...this.#held.keys()]
  }

  get standing(): Standing {
    return Object.fromEntries([...this.#held].map(([number, { partition }]) => [number, partition.positions]))
  }

  /** From now on these, and no others. Those that it had before go on meanwhile. */
  deal(partitions: readonly number[]): void {
    // Whoever leaves stays a member for a moment, and is dealt what others leave who were a little faster.
    if (this.#isLeaving) return
    this.#dealt = partitions
    this.#changing = this.#changing.then(() => this.#change()).catch(this.#setting.onFailure)
  }

  /** Hands everything over. */
  async leave(): Promise<void> {
    this.deal([])
    this.#isLeaving = true
    await this.#changing
  }

  async #change(): Promise<void> {
    const dealt = this.#dealt
    const lost = [...this.#held.values()].filter(({ partition, isFenced }) => isFenced || !dealt.includes(partition.partition))
    await Promise.all(lost.map((held) => this.#release(held)))
    if (lost.length > 0) this.#setting.onChange(this.owned)
    const gained = dealt.filter((partition) => !this.#held.has(partition))
    if (gained.length === 0) return
    await this.#handedOver(gained)
    for (const partition of await KafkaPartition.openAll(this.#setting.place, gained)) this.#begin(partition)
    this.#setting.onChange(this.owned)
  }

  #begin(partition: KafkaPartition): void {
    const held: Held = { partition, running: Promise.resolve(), isLeaving: false, isFenced: false }
    held.running = runRounds([partition], this.#setting.place.kafka.commitIntervalMs, () => held.isLeaving).catch((error: unknown) => this.#fail(held, error))
    this.#held.set(partition.partition, held)
  }

  async #handedOver(partitions: readonly number[]): Promise<void> {
    const giveUpAt = monotonicMs() + HAND_OVER_MS_MAX
    while (partitions.some(this.#setting.isHeldElsewhere) && monotonicMs() < giveUpAt) await setTimeout(LOOK_EVERY_MS)
  }

  /** Finishes its batch, and leaves its state where the next owner finds it. */
  async #release(held: Held): Promise<void> {
    held.isLeaving = true
    await held.running
    if (!held.isFenced) await held.partition.save().catch((error: unknown) => this.#fail(held, error))
    this.#held.delete(held.partition.partition)
    await held.partition.close()
  }

  /** What another worker has is no longer ours, quietly. Where nobody has it after all, the group has not dealt it anew. */
  #fail(held: Held, error: unknown): void {
    if (!(error instanceof Fenced)) return this.#setting.onFailure(error)
    held.isFenced = true
    this.fenced++
    if (!held.isLeaving) void setTimeout(RETAKE_AFTER_MS, undefined, { ref: false }).then(() => this.deal(this.#dealt))
  }
}
