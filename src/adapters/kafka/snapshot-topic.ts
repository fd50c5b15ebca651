import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, crc32, zstdCompress, zstdDecompress } from 'node:zlib'
import type { Checkpoint, Checkpoints } from '../../engine/kernel/ports.ts'
import { decodeCheckpoint, encodeCheckpoint } from '../checkpoint-bytes.ts'
import type { KafkaClient, Producer } from './client.ts'
import type { SnapshotReference } from './order-entry.ts'
import { boundsOf, readRecords } from './records.ts'
import { withAdmin } from './topic-admin.ts'

export const SNAPSHOT_TOPIC = 'snapshots'

/** A part of a snapshot is one message: small enough for every broker, large enough that few are needed. */
const CHUNK_BYTES_MAX = 1 << 19
/** A state is a third of its size then, and Node does it beside the partition's work, in a thread of its own. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const [compressed, decompressed] = [promisify(zstdCompress), promisify(zstdDecompress)]

/**
 * Snapshots of one partition, in a topic. They are sent in chunks beside the partition's work and count as soon as a
 * committed order record names them: what a fenced worker sends is never believed. One that cannot be read is passed
 * over, because the order records can do without.
 */
export class SnapshotTopic implements Checkpoints {
  readonly #client: KafkaClient
  readonly #topic: string
  readonly #partition: number
  #sending: Promise<void> = Promise.resolve()
  #reference: SnapshotReference | undefined
  /** What the newest committed order record names. */
  #named: SnapshotReference | undefined
  #orderEnd = 0
  /** Snapshots that could not be sent; each would have saved some time. */
  failures = 0

  constructor(client: KafkaClient, prefix: string, partition: number) {
    this.#client = client
    this.#topic = prefix + SNAPSHOT_TOPIC
    this.#partition = partition
  }

  /** What the next order record names. */
  get reference(): SnapshotReference | undefined {
    return this.#reference
  }

  /** The partition was taken over: `reference` stood in its newest order record, and `orderEnd` is behind that. */
  opened(reference: SnapshotReference | undefined, orderEnd: number): void {
    this.#reference = this.#named = reference
    this.#orderEnd = orderEnd
  }

  /** An order record that names `reference` was committed. Older snapshots are of no use then. */
  async committed(reference: SnapshotReference | undefined, orderEnd: number): Promise<void> {
    this.#orderEnd = orderEnd
    if (!reference || reference === this.#named) return
    this.#named = reference
    await this.#deleteBefore(reference.from)
  }

  /** Resolves when the state was copied; it is compressed and sent while the partition goes on. */
  async save(checkpoint: Checkpoint, published: Promise<boolean> = Promise.resolve(true)): Promise<void> {
    await this.#sending
    const { offset } = checkpoint
    const [state, orderOffset] = [Buffer.concat(encodeCheckpoint(checkpoint)), this.#orderEnd]
    this.#sending = this.#send(state, { offset, orderOffset }, published).then(
      (reference) => {
        this.#reference = reference
      },
      () => {
        this.failures++
      },
    )
  }

  async newest(): Promise<Checkpoint | undefined> {
    await this.#sending
    const bytes = this.#reference && (await this.#read(this.#reference))
    return bytes && decodeCheckpoint(await decompressed(bytes))
  }

  async close(): Promise<void> {
    await this.#sending
  }

  /** By a producer of its own: that of the batches may be in a transaction. */
  async #send(state: Buffer, standing: Pick<SnapshotReference, 'offset' | 'orderOffset'>, published: Promise<boolean>): Promise<SnapshotReference> {
    const id = randomUUID()
    const bytes = await compressed(state, FAST)
    const producer = this.#client.producer()
    const offsets: number[] = []
    try {
      await producer.connect()
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES_MAX) offsets.push(await this.#sendChunk(producer, id, bytes.subarray(at, at + CHUNK_BYTES_MAX)))
    } finally {
      await producer.disconnect()
    }
    if (!(await published)) throw new Error('what was decided before this snapshot is not published yet')
    return { id, from: offsets[0], to: offsets.at(-1)! + 1, bytes: bytes.length, crc: crc32(bytes), ...standing }
  }

  async #sendChunk(producer: Producer, id: string, value: Buffer): Promise<number> {
    const [{ baseOffset }] = await producer.send({ topic: this.#topic, messages: [{ partition: this.#partition, key: id, value }] })
    return Number(baseOffset)
  }

  async #read({ id, from, to, bytes, crc }: SnapshotReference): Promise<Buffer | undefined> {
    const { low, end } = (await boundsOf(this.#client, [this.#topic], this.#partition)).get(this.#topic)!
    if (low > from || end < to) return undefined
    const records = await readRecords(this.#client, { topic: this.#topic, partition: this.#partition, from, to })
    const whole = Buffer.concat(records.filter(({ key }) => key === id).map(({ value }) => value))
    return whole.length === bytes && crc32(whole) === crc ? whole : undefined
  }

  /** Where it fails, the next one does it too. */
  async #deleteBefore(offset: number): Promise<void> {
    const [topic, partition] = [this.#topic, this.#partition]
    const deletion = withAdmin(this.#client, async (admin) => {
      // The client knows the leaders of those topics only that it has asked for before.
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] })
    })
    await deletion.catch(() => {})
  }
}
