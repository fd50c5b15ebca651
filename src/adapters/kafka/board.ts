import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { KafkaClient, Producer } from './client.ts'
import { boundsOf } from './records.ts'
import { withAdmin } from './topic-admin.ts'
import { TopicFeed } from './topic-feed.ts'

export const BOARD_TOPIC = 'board'

/** Brokers refuse messages of more than 1 MiB. */
const PIECE_BYTES_MAX = 900_000
const HELD_MAX = 1 << 22
const RENEW_AFTER_MS = 200
const WAIT_MS = 100
const GIVE_UP_AFTER_MS = 60_000

/**
 * Where everybody who takes part in a run reads what the others say: a topic of one partition, in one order for all.
 * Whoever comes later reads it from its beginning. What could not be acknowledged is posted again, so a posting may be
 * there twice: it must do no harm.
 */
export class Board<Posting> {
  readonly #client: KafkaClient
  readonly #topic: string
  readonly #feed: TopicFeed
  readonly #pieces = new Map<string, string[]>()
  #producer: Producer | undefined
  #sending: Promise<void> = Promise.resolve()

  constructor(client: KafkaClient, prefix: string) {
    this.#client = client
    this.#topic = prefix + BOARD_TOPIC
    this.#feed = new TopicFeed(client, { sources: [{ topic: this.#topic, partition: 0, from: 0 }], heldMax: HELD_MAX })
  }

  /** Whether a run has been announced under this prefix: whoever conducts it makes the topic. */
  async isThere(): Promise<boolean> {
    return withAdmin(this.#client, async (admin) => (await admin.listTopics()).includes(this.#topic))
  }

  async open(): Promise<void> {
    await this.#feed.start()
  }

  /** Everything that stood there when it was asked for, by whomever. */
  async readAll(): Promise<readonly Posting[]> {
    const { end } = (await boundsOf(this.#client, [this.#topic], 0)).get(this.#topic)!
    const postings: Posting[] = []
    while (this.#feed.lane(this.#topic, 0).position < end) postings.push(...(await this.read(WAIT_MS)))
    return [...postings, ...this.#arrived()]
  }

  /** In the order of the calls; resolves when it is acknowledged. */
  async post(posting: Posting): Promise<void> {
    const sent = this.#sending.then(() => this.#send(asciiJson(posting)))
    this.#sending = sent.catch(() => {})
    return sent
  }

  /** What was posted since the last call, by whomever. Waits a while where there is nothing. */
  async read(waitMs: number): Promise<readonly Posting[]> {
    const { raised } = this.#feed.arrival
    const postings = this.#arrived()
    if (postings.length > 0) return postings
    await this.#feed.arrival.waitSince(raised, waitMs)
    return this.#arrived()
  }

  async close(): Promise<void> {
    await this.#sending
    await Promise.all([this.#feed.stop(), this.#producer?.disconnect()])
  }

  #arrived(): readonly Posting[] {
    const lane = this.#feed.lane(this.#topic, 0)
    const texts: string[] = []
    for (let record = lane.shift(); record; record = lane.shift()) texts.push(...this.#whole(record.value))
    return texts.map((text) => JSON.parse(text) as Posting)
  }

  /** A posting is complete when its last piece has come; they come in order. */
  #whole(message: string): readonly string[] {
    const [, id, piece, of, text] = MESSAGE.exec(message)!
    const pieces = this.#pieces.get(id) ?? []
    pieces[Number(piece) - 1] = text
    this.#pieces.set(id, pieces)
    if (piece !== of) return []
    this.#pieces.delete(id)
    return [pieces.join('')]
  }

  async #send(text: string): Promise<void> {
    const id = randomUUID()
    const of = Math.ceil(text.length / PIECE_BYTES_MAX)
    for (let piece = 1; piece <= of; piece++) await this.#deliver(`${id} ${piece}/${of} ${text.slice((piece - 1) * PIECE_BYTES_MAX, piece * PIECE_BYTES_MAX)}`)
  }

  async #deliver(value: string): Promise<void> {
    for (const giveUpAt = performance.now() + GIVE_UP_AFTER_MS; ; await setTimeout(RENEW_AFTER_MS)) {
      try {
        const producer = (this.#producer ??= await this.#openProducer())
        await producer.send({ topic: this.#topic, messages: [{ partition: 0, value }] })
        return
      } catch (error) {
        await this.#producer?.disconnect()
        this.#producer = undefined
        if (performance.now() > giveUpAt) throw error
      }
    }
  }

  async #openProducer(): Promise<Producer> {
    const producer = this.#client.producer()
    await producer.connect()
    return producer
  }
}

/** JSON of one byte a character: it may be cut anywhere. */
const asciiJson = (value: unknown): string => JSON.stringify(value).replaceAll(/[\u0080-\uffff]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** `<id> <piece>/<of> <text>`: what is short can be read with any tool. */
const MESSAGE = /^(\S+) (\d+)\/(\d+) ([^]*)$/
