import { setTimeout } from 'node:timers/promises'
import type { ByteRing } from '../embedded/byte-ring.ts'
import { isHopeless, type KafkaClient, type Message, type Producer, type TopicMessages } from './client.ts'
import { homeTopic, skuOfLine } from './topics.ts'

export interface RingOfPartition {
  readonly ring: ByteRing
  readonly partition: number
}

export interface RingSenderSetting {
  readonly prefix: string
  readonly rings: readonly RingOfPartition[]
  readonly stopping: () => boolean
}

/** What became of one turn; `much`: more may wait than one send takes. */
type Sent = 'nothing' | 'some' | 'much' | 'given up'

/** Of each ring in one send. */
const SEND_BYTES_MAX = 1 << 18
/** Between two sends at least: what they cost hardly depends on their size, and with 20 ms a tenth of a core was missing elsewhere. */
const SEND_EVERY_MS = 40
const RENEW_AFTER_MS = 200

/**
 * The producer behind the generator: takes lines out of rings and sends them, one send at a time. A record leaves its
 * ring when the brokers have acknowledged it. After a send that failed nobody knows what arrived: its producer is thrown
 * away, and the same lines are sent again by a new one; the pipeline knows them by their ids.
 */
export class RingSender {
  readonly #client: KafkaClient
  readonly #setting: RingSenderSetting
  readonly #intake = Buffer.allocUnsafe(SEND_BYTES_MAX)
  #producer: Producer
  /** Sends whose fate is unknown; their records may be there twice. */
  failures = 0

  constructor(client: KafkaClient, setting: RingSenderSetting) {
    this.#client = client
    this.#setting = setting
    this.#producer = client.producer()
  }

  /** Until it is stopped and the rings are empty, or the brokers do not answer any more. */
  async run(): Promise<void> {
    await this.#producer.connect()
    for (let sent: Sent = 'some'; sent !== 'nothing' || !this.#setting.stopping(); ) {
      const began = performance.now()
      sent = await this.#sendOnce()
      if (sent === 'given up') break
      if (sent !== 'much') await setTimeout(Math.max(1, SEND_EVERY_MS - (performance.now() - began)))
    }
    await this.#producer.disconnect()
  }

  async #sendOnce(): Promise<Sent> {
    const byTopic = new Map<string, Message[]>()
    const taken = this.#setting.rings.map((each) => ({ ring: each.ring, ...this.#peek(each, byTopic) }))
    if (byTopic.size === 0) return 'nothing'
    if (!(await this.#deliver([...byTopic].map(([topic, messages]) => ({ topic: this.#setting.prefix + topic, messages }))))) return 'given up'
    for (const { ring, bytes, records } of taken) if (records > 0) ring.release(bytes, records)
    return taken.some(({ bytes }) => bytes > SEND_BYTES_MAX / 2) ? 'much' : 'some'
  }

  #peek({ ring, partition }: RingOfPartition, byTopic: Map<string, Message[]>): { readonly bytes: number; readonly records: number } {
    const found = peekAt(ring, this.#intake)
    if (found.length === 0) return { bytes: 0, records: 0 }
    const lines = found.toString('utf8', 0, found.length - 1).split('\n')
    for (const line of lines) {
      const topic = homeTopic(line)
      if (!byTopic.has(topic)) byTopic.set(topic, [])
      byTopic.get(topic)!.push({ partition, key: skuOfLine(line), value: line })
    }
    return { bytes: found.length, records: lines.length }
  }

  /** False where it was stopped before the brokers had it. */
  async #deliver(topicMessages: TopicMessages[]): Promise<boolean> {
    for (let isNew = true; ; isNew = false) {
      try {
        if (!isNew) await this.#renew()
        await this.#producer.sendBatch({ topicMessages })
        return true
      } catch (error) {
        if (isHopeless(error)) throw error
        this.failures++
        if (this.#setting.stopping()) return false
        await setTimeout(RENEW_AFTER_MS)
      }
    }
  }

  async #renew(): Promise<void> {
    await this.#producer.disconnect()
    this.#producer = this.#client.producer()
    await this.#producer.connect()
  }
}

/** Whole records: as many as fit into `intake`, or a single one that is longer. */
function peekAt(ring: ByteRing, intake: Buffer): Buffer {
  const size = ring.peek(intake)
  return size < 0 ? peekAt(ring, Buffer.allocUnsafe(intake.length * 2)) : intake.subarray(0, size)
}
