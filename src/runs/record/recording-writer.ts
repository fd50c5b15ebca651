import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { partitionDir, SegmentWriter } from '../../adapters/embedded/segment-files.ts'
import { toInputLine } from '../../adapters/input-line.ts'
import { partitionOf } from '../../engine/kernel/murmur2.ts'
import { orderHead, orderRecord } from '../../engine/kernel/order-record.ts'
import { type DroppedHeaders, publicHeaders } from './public-headers.ts'
import type { RecordedMessage } from './recorded-message.ts'

/** Where the messages of a partition lay: a line each, beside the log. */
export const metaDir = (dir: string, partition: number): string => join(dir, 'meta', String(partition))

/** How far a partition is; a writer goes on from here. */
export interface Written {
  readonly batch: number
  readonly now: number
  readonly nextOffset: number
}

export interface WriterSetting {
  readonly dir: string
  readonly partitions: number
  /** Of how many partitions each topic has; one that has as many as the recording is partitioned as it is. */
  readonly partitionsOf: (topic: string) => number
  readonly written?: readonly Written[]
}

const NOTHING: Written = { batch: 0, now: -Infinity, nextOffset: 0 }
const SEGMENT_BYTES_MAX = 1 << 24
const BATCH_RECORDS_MAX = 1000

/**
 * Writes messages as a run folder has them: what arrived at one moment is a batch, and ends with an order record. To be
 * given in the order of the recording. A SKU's messages go to its partition; what has no SKU, to the partition that it
 * stood in, or to all where its topic is partitioned in another way.
 */
export class RecordingWriter {
  readonly dropped: DroppedHeaders = {}
  readonly #setting: WriterSetting
  readonly #partitions: readonly PartitionWriter[]

  constructor(setting: WriterSetting) {
    this.#setting = setting
    this.#partitions = Array.from({ length: setting.partitions }, (_, partition) => new PartitionWriter(setting.dir, partition, setting.written?.[partition] ?? NOTHING))
  }

  write(message: RecordedMessage): void {
    const open = { ...message, headers: publicHeaders(message.headers, this.dropped) }
    for (const partition of this.#homesOf(message)) this.#partitions[partition].write(open)
  }

  /** Ends what is open; everything that was written is in its files then. */
  flush(): readonly Written[] {
    return this.#partitions.map((partition) => partition.flush())
  }

  /** All partitions end at the same moment. */
  close(): readonly Written[] {
    const endsAt = this.flush().reduce((latest, { now }) => Math.max(latest, now), -Infinity)
    const written = this.#partitions.map((partition) => partition.tickUntil(endsAt + 1))
    for (const partition of this.#partitions) partition.close()
    return written
  }

  #homesOf({ topic, partition, value }: RecordedMessage): readonly number[] {
    const { partitions, partitionsOf } = this.#setting
    const sku = value === null ? null : skuOf(value.toString())
    if (sku !== null) return [partitionOf(sku, partitions)]
    return partitionsOf(topic) === partitions ? [partition] : this.#partitions.map((_, each) => each)
  }
}

const FOLD_AFTER_MS = 250
const TICK_EVERY_MS = 1000
/** A longer silence is a pause of whoever sent, and not of the pipeline. */
const SILENCE_MS_MAX = 3_600_000

/** The first where folded work is due, then one a second. */
function* ticksBetween(last: number, now: number): Generator<number> {
  if (!Number.isFinite(last) || now - last <= FOLD_AFTER_MS) return
  yield last + FOLD_AFTER_MS
  const until = Math.min(now, last + SILENCE_MS_MAX)
  for (let tick = last + TICK_EVERY_MS; tick < until; tick += TICK_EVERY_MS) yield tick
}

class PartitionWriter {
  readonly #log: SegmentWriter
  readonly #meta: SegmentWriter
  #written: Written
  #lines = ''
  #places = ''
  #count = 0
  #now = -Infinity

  constructor(dir: string, partition: number, written: Written) {
    this.#log = new SegmentWriter(partitionDir(dir, partition), SEGMENT_BYTES_MAX)
    this.#meta = new SegmentWriter(metaDir(dir, partition), SEGMENT_BYTES_MAX)
    this.#written = written
  }

  write({ topic, partition, offset, timestamp, key, headers, value }: RecordedMessage): void {
    const now = Math.max(timestamp, this.#written.now)
    if (now !== this.#now || this.#count === BATCH_RECORDS_MAX) this.flush()
    if (this.#count === 0) this.tickUntil(now)
    this.#now = now
    const text = value === null ? '' : value.toString()
    const base64 = value !== null && !Buffer.from(text).equals(value) ? value.toString('base64') : undefined
    this.#places += `${JSON.stringify({ record: this.#written.nextOffset + this.#count, topic, partition, offset, timestamp, key, headers, ...(value === null && { value: null }), base64 })}\n`
    this.#lines += `${toInputLine(text)}\n`
    this.#count++
  }

  flush(): Written {
    return this.#count === 0 ? this.#written : this.#commit(this.#now)
  }

  /** A partition with nothing to do commits a tick now and then, as in a run: what waits for time alone falls due in it. */
  tickUntil(now: number): Written {
    for (const tick of ticksBetween(this.#written.now, now)) this.#commit(tick)
    return this.#written
  }

  #commit(now: number): Written {
    const { batch, nextOffset } = this.#written
    const head = orderHead({ batch, now, inputs: this.#count, lines: [], extra: '' })
    this.#log.append(Buffer.from(`${this.#lines}${orderRecord(head, crc32(head, crc32(this.#lines)))}\n`), nextOffset)
    if (this.#places !== '') this.#meta.append(Buffer.from(this.#places), nextOffset)
    this.#log.batchEnded()
    this.#meta.batchEnded()
    this.#written = { batch: batch + 1, now, nextOffset: nextOffset + this.#count + 1 }
    ;[this.#lines, this.#places, this.#count] = ['', '', 0]
    return this.#written
  }

  close(): void {
    this.#log.close()
    this.#meta.close()
  }
}

function skuOf(text: string): string | null {
  try {
    const { sku } = JSON.parse(text) as { readonly sku?: unknown }
    return typeof sku === 'string' && sku !== '' ? sku : null
  } catch {
    return null
  }
}
