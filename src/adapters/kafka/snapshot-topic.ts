import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, crc32, zstdCompress, zstdDecompress } from 'node:zlib'
import type { Checkpoint, Checkpoints } from '../../engine/kernel/ports.ts'
import { decodeCheckpoint, encodeCheckpoint } from '../checkpoint-bytes.ts'
import type { KafkaClient, Producer } from './client.ts'
import type { SnapshotReference } from './order-entry.ts'
import { boundsOf, type KeyedBytes, readRecords } from './records.ts'
import { assemble, type Block, BLOCK_BYTES, firstRecordOf, type Manifest, SnapshotBlocks } from './snapshot-blocks.ts'
import { withAdmin } from './topic-admin.ts'

export const SNAPSHOT_TOPIC = 'snapshots'

/** Small enough for every broker, large enough that few records are needed. */
const RECORD_BLOCKS_MAX = (1 << 19) / BLOCK_BYTES
/** A state is a third of its size then, and Node does it beside the partition's work, in a thread of its own. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const [compressed, decompressed] = [promisify(zstdCompress), promisify(zstdDecompress)]

/**
 * Snapshots of one partition, in a topic. Blocks that have changed are sent beside the partition's work, then a record that
 * tells where all of them stand, these and those of earlier snapshots. It counts as soon as a committed order record names
 * it: what a fenced worker sends is never believed. One that cannot be read is passed over, because the order records can
 * do without.
 */
export class SnapshotTopic implements Checkpoints {
  readonly #client: KafkaClient
  readonly #topic: string
  readonly #partition: number
  readonly #blocks = new SnapshotBlocks()
  #producer: Producer | undefined
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
    // Somebody else may have had it meanwhile, and deleted what we wrote.
    this.#blocks.forget()
  }

  /** An order record that names `reference` was committed. What stands before it is of no use then. */
  async committed(reference: SnapshotReference | undefined, orderEnd: number): Promise<void> {
    this.#orderEnd = orderEnd
    if (!reference || reference === this.#named) return
    const isInUse = reference.from === this.#named?.from
    this.#named = reference
    if (!isInUse) await this.#deleteBefore(reference.from)
  }

  /** Resolves when the state was copied; what has changed of it is compressed and sent while the partition goes on. */
  async save(checkpoint: Checkpoint, published: Promise<boolean> = Promise.resolve(true)): Promise<void> {
    await this.#sending
    this.#blocks.take(encodeCheckpoint(checkpoint))
    this.#sending = this.#send({ offset: checkpoint.offset, orderOffset: this.#orderEnd }, published).catch(() => this.#failed())
  }

  async newest(): Promise<Checkpoint | undefined> {
    await this.#sending
    const bytes = this.#reference && (await this.#read(this.#reference))
    return bytes && decodeCheckpoint(bytes)
  }

  async close(): Promise<void> {
    await this.#sending
    await this.#leaveProducer()
  }

  async #send(standing: Pick<SnapshotReference, 'offset' | 'orderOffset'>, published: Promise<boolean>): Promise<void> {
    const id = randomUUID()
    const blocks = this.#blocks
    const due = blocks.due()
    for (let at = 0; at < due.length; at += RECORD_BLOCKS_MAX) {
      const together = due.slice(at, at + RECORD_BLOCKS_MAX)
      blocks.written(together, (await this.#sendRecord(id, contentOf(blocks, together))).offset)
    }
    const manifest = blocks.manifest()
    const { offset, value } = await this.#sendRecord(id, Buffer.from(JSON.stringify(manifest)))
    if (await published) this.#reference = { id, from: firstRecordOf(manifest), to: offset + 1, bytes: value.length, crc: crc32(value), ...standing }
    else this.failures++
  }

  async #sendRecord(key: string, content: Buffer): Promise<{ readonly offset: number; readonly value: Buffer }> {
    const value = await compressed(content, FAST)
    const producer = await this.#openProducer()
    const [{ baseOffset }] = await producer.send({ topic: this.#topic, messages: [{ partition: this.#partition, key, value }] })
    return { offset: Number(baseOffset), value }
  }

  /** Where a send failed, nobody knows what was written, nor what its producer is good for. */
  async #failed(): Promise<void> {
    this.failures++
    this.#blocks.forget()
    await this.#leaveProducer().catch(() => {})
  }

  /** One of its own: that of the batches may be in a transaction. */
  async #openProducer(): Promise<Producer> {
    if (this.#producer) return this.#producer
    this.#producer = this.#client.producer()
    await this.#producer.connect()
    return this.#producer
  }

  async #leaveProducer(): Promise<void> {
    const producer = this.#producer
    this.#producer = undefined
    await producer?.disconnect()
  }

  async #read({ id, from, to, bytes, crc }: SnapshotReference): Promise<Buffer | undefined> {
    const { low, end } = (await boundsOf(this.#client, [this.#topic], this.#partition)).get(this.#topic)!
    if (low > from || end < to) return undefined
    const records = await readRecords(this.#client, { topic: this.#topic, partition: this.#partition, from, to })
    const told = records.find(({ offset }) => offset === to - 1)
    if (!told || told.key !== id || told.value.length !== bytes || crc32(told.value) !== crc) return undefined
    const manifest = JSON.parse((await decompressed(told.value)).toString()) as Manifest
    return assemble(manifest, await contentsOf(records, manifest))
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

const contentOf = (blocks: SnapshotBlocks, together: readonly Block[]): Buffer => Buffer.concat(together.map((block) => blocks.bytesOf(block)))

/** What stands in the records that the manifest needs, by offset. */
async function contentsOf(records: readonly KeyedBytes[], manifest: Manifest): Promise<ReadonlyMap<number, Buffer>> {
  const needed = new Set(manifest.flatMap(({ blocks }) => blocks.map(([record]) => record)))
  const wanted = records.filter(({ offset }) => needed.has(offset))
  return new Map(await Promise.all(wanted.map(async ({ offset, value }) => [offset, await decompressed(value)] as const)))
}
