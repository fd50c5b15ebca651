import { crc32 } from 'node:zlib'
import { type Damage, RecordDamage } from './damage.ts'
import { HeldBytes } from './held-bytes.ts'
import { type OrderRecord, readOrderRecord } from './order-record.ts'
import { ORDER_PREFIX, type OutputKind, outputKind } from './output-kind.ts'
import { linesOf } from './text-lines.ts'

/** Says that a new segment begins, and which offset its name promises. */
export interface SegmentStart {
  readonly file: string
  readonly firstOffset: number
}

/** A partition's log from its first byte on, in pieces of any size. */
export type LogSource = Iterable<Uint8Array | SegmentStart>

/** What stands behind the last order record. */
export interface LogEnd {
  /** Accepted and not processed: whole input lines. */
  readonly inFlight: readonly string[]
  /** Output lines that no order record has made true. */
  readonly voidLines: number
  /** A line that was cut off. */
  readonly tornBytes: number
}

export interface OutputLine {
  readonly kind: OutputKind
  readonly text: string
  readonly offset: number
}

/** One committed batch. */
export interface LoggedBatch {
  readonly order: OrderRecord
  readonly firstOffset: number
  readonly inputs: readonly string[]
  readonly outputs: readonly OutputLine[]
  /** Offset of the order record. */
  readonly offset: number
}

const NEWLINE = 0x0a
const ORDER = Buffer.from(ORDER_PREFIX)
/** A batch with no order record in this much is not one of ours, and must not fill the memory; it has to fit into one string. */
const BATCH_MAX_BYTES = 500_000_000

/**
 * Reads a partition's log batch by batch and proves that each is whole: CRC, batch numbers without a gap, a `now` that
 * never falls, the number of inputs. Throws `RecordDamage` where it is not. Holds one batch and one piece in memory.
 */
export class LogReader {
  readonly #name: string
  readonly #held = new HeldBytes()
  // Offset of the first line that is held.
  #offset = 0
  #nextBatch = 0
  #now = 0
  // Bytes at the front that are known to hold no order record.
  #searched = 0

  /** `name` begins every place: `log/3`. */
  constructor(name: string) {
    this.#name = name
  }

  *batches(source: LogSource): Generator<LoggedBatch, LogEnd> {
    for (const piece of source) {
      if (piece instanceof Uint8Array) yield* this.#take(piece)
      else this.#enter(piece)
    }
    return this.#end()
  }

  *#take(piece: Uint8Array): Generator<LoggedBatch, void> {
    const held = this.#held
    held.append(piece)
    for (let at = this.#findOrder(); at >= 0; at = this.#findOrder()) {
      const end = held.indexOf(NEWLINE, at)
      if (end < 0) break
      yield this.#commit(at, end)
      held.drop(end + 1)
      this.#searched = 0
    }
    held.keep()
    if (held.length > BATCH_MAX_BYTES) this.#damage(this.#offset, `no order record in ${held.length} bytes`, 'a batch ends with an order record')
  }

  /** Where the next line begins that is an order record; −1 where none is held. */
  #findOrder(): number {
    const held = this.#held
    for (let at = held.indexOf(ORDER, this.#searched); at >= 0; at = held.indexOf(ORDER, at + 1)) {
      this.#searched = at
      if (at === 0 || held.at(at - 1) === NEWLINE) return at
    }
    // One may be there in part.
    this.#searched = Math.max(this.#searched, held.length - ORDER.length)
    return -1
  }

  /** The order record stands from `at` to `end`, the rest of its batch before it. */
  #commit(at: number, end: number): LoggedBatch {
    const lines = linesOf(this.#held.text(0, at))
    const offset = this.#offset + lines.length
    const text = this.#held.text(at, end)
    const order = readOrderRecord(text)
    if (!order) return this.#damage(offset, text, 'an order record holds batch, now, inputs, folded and crc')
    this.#prove(order, offset, crc32(this.#held.bytes(0, at + Buffer.byteLength(text.slice(0, text.lastIndexOf(',"crc":'))))))
    const outputs = this.#outputs(order.inputs, lines)
    const batch = { order, firstOffset: this.#offset, inputs: lines.slice(0, order.inputs), outputs, offset }
    this.#nextBatch++
    this.#now = order.now
    this.#offset = offset + 1
    return batch
  }

  #prove(order: OrderRecord, at: number, crc: number): void {
    const isWhole = order.crc === crc
    if (order.batch !== this.#nextBatch) this.#damage(at, `batch ${order.batch}`, `batch ${this.#nextBatch} comes next`, isWhole && order.batch < this.#nextBatch ? { isRepeatedBatch: true } : {})
    if (!isWhole) this.#damage(at, `crc ${order.crc}`, `the bytes of offsets ${this.#offset} to ${at - 1} have crc ${crc}`)
    if (order.now < this.#now) this.#damage(at, `now ${order.now}`, `now never falls; it was ${this.#now}`)
  }

  /** An input may look like anything, so only the lines behind the inputs can prove their number. */
  #outputs(inputs: number, lines: readonly string[]): OutputLine[] {
    if (inputs > lines.length) this.#damage(this.#offset + lines.length, `inputs ${inputs}`, `${lines.length} lines stand before this order record`)
    const outputs: OutputLine[] = []
    for (let line = inputs; line < lines.length; line++) {
      const [text, offset] = [lines[line], this.#offset + line]
      const kind = outputKind(text) ?? this.#damage(offset, text, `only output lines follow the batch's ${inputs} inputs`)
      outputs.push({ kind, text, offset })
    }
    return outputs
  }

  #enter({ file, firstOffset }: SegmentStart): void {
    const { lines, tornBytes } = this.#left()
    const here = this.#offset + lines.length
    if (tornBytes > 0) this.#damage(here, `a torn line before ${file}`, 'only the last segment may end in the middle of a line')
    if (firstOffset !== here) this.#damage(here, file, `the next segment begins with offset ${here}`)
  }

  #end(): LogEnd {
    const { lines, tornBytes } = this.#left()
    const firstOutput = lines.findIndex((line) => outputKind(line) !== undefined)
    const inFlight = firstOutput < 0 ? lines : lines.slice(0, firstOutput)
    return { inFlight, voidLines: lines.length - inFlight.length, tornBytes }
  }

  /** Behind the last order record. */
  #left(): { readonly lines: readonly string[]; readonly tornBytes: number } {
    const { length } = this.#held
    const end = this.#held.bytes(0, length).lastIndexOf(NEWLINE) + 1
    return { lines: linesOf(this.#held.text(0, end)), tornBytes: length - end }
  }

  #damage(offset: number, value: string, rule: string, more?: Pick<Damage, 'isRepeatedBatch'>): never {
    throw new RecordDamage(`${this.#name} offset ${offset}`, value, rule, more)
  }
}
