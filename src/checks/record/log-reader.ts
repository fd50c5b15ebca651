import { crc32 } from 'node:zlib'
import { type Damage, RecordDamage } from './damage.ts'
import { LineBuffer } from './line-buffer.ts'
import { type OrderRecord, readOrderRecord } from './order-record.ts'
import { isOrderRecord, type OutputKind, outputKind } from './output-kind.ts'

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

/** A batch with no order record in this much is not one of ours, and must not fill the memory. */
const BATCH_MAX_BYTES = 1 << 29

/** One committed batch; its lines can be read until the next one is asked for. */
export class LoggedBatch {
  readonly order: OrderRecord
  readonly firstOffset: number
  /** Lines without the order record: `order.inputs` inputs, then outputs. */
  readonly lines: number
  readonly #buffer: LineBuffer
  readonly #outputs: readonly OutputKind[]

  constructor(buffer: LineBuffer, order: OrderRecord, firstOffset: number, outputs: readonly OutputKind[]) {
    this.#buffer = buffer
    this.order = order
    this.firstOffset = firstOffset
    this.lines = order.inputs + outputs.length
    this.#outputs = outputs
  }

  text(line: number): string {
    return this.#buffer.text(line)
  }

  bytes(from: number, to: number): Buffer {
    return this.#buffer.bytes(from, to)
  }

  /** What the output line `line` is; undefined for inputs and behind the last line. */
  kind(line: number): OutputKind | undefined {
    return this.#outputs[line - this.order.inputs]
  }
}

/**
 * Reads a partition's log batch by batch and proves that each is whole: CRC, batch numbers without a gap, a `now` that
 * never falls, the number of inputs. Throws `RecordDamage` where it is not. Holds one batch and one piece in memory.
 */
export class LogReader {
  readonly #name: string
  readonly #buffer = new LineBuffer()
  // Offset of the buffer's first line.
  #offset = 0
  #nextBatch = 0
  #now = 0
  // Lines at the buffer's front that are known to hold no order record.
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

  *#take(chunk: Uint8Array): Generator<LoggedBatch, void> {
    const buffer = this.#buffer
    buffer.append(chunk)
    while (this.#searched < buffer.lines) {
      if (!isOrderRecord(buffer, this.#searched++)) continue
      const lines = this.#searched - 1
      yield this.#commit(lines)
      buffer.drop(lines + 1)
      this.#offset += lines + 1
      this.#searched = 0
    }
    if (buffer.heldBytes > BATCH_MAX_BYTES) this.#damage(this.#offset, `no order record in ${buffer.heldBytes} bytes`, 'a batch ends with an order record')
  }

  #commit(lines: number): LoggedBatch {
    const at = this.#offset + lines
    const text = this.#buffer.text(lines)
    const order = readOrderRecord(text)
    if (!order) return this.#damage(at, text, 'an order record holds batch, now, inputs, folded and crc')
    const crc = crc32(text.slice(0, text.lastIndexOf(',"crc":')), crc32(this.#buffer.bytes(0, lines)))
    const isWhole = order.crc === crc
    if (order.batch !== this.#nextBatch) this.#damage(at, `batch ${order.batch}`, `batch ${this.#nextBatch} comes next`, isWhole && order.batch < this.#nextBatch ? { isRepeatedBatch: true } : {})
    if (!isWhole) this.#damage(at, `crc ${order.crc}`, `the bytes of offsets ${this.#offset} to ${at - 1} have crc ${crc}`)
    if (order.now < this.#now) this.#damage(at, `now ${order.now}`, `now never falls; it was ${this.#now}`)
    const outputs = this.#outputs(order.inputs, lines)
    this.#nextBatch++
    this.#now = order.now
    return new LoggedBatch(this.#buffer, order, this.#offset, outputs)
  }

  /** An input may look like anything, so only the lines behind the inputs can prove their number. */
  #outputs(inputs: number, lines: number): OutputKind[] {
    if (inputs > lines) this.#damage(this.#offset + lines, `inputs ${inputs}`, `${lines} lines stand before this order record`)
    const outputs: OutputKind[] = []
    for (let line = inputs; line < lines; line++) {
      const kind = outputKind(this.#buffer, line)
      outputs.push(kind ?? this.#damage(this.#offset + line, this.#buffer.text(line), `only output lines follow the batch's ${inputs} inputs`))
    }
    return outputs
  }

  #enter({ file, firstOffset }: SegmentStart): void {
    const here = this.#offset + this.#buffer.lines
    if (this.#buffer.unfinishedBytes > 0) this.#damage(here, `a torn line before ${file}`, 'only the last segment may end in the middle of a line')
    if (firstOffset !== here) this.#damage(here, file, `the next segment begins with offset ${here}`)
  }

  #end(): LogEnd {
    const inFlight: string[] = []
    const buffer = this.#buffer
    let line = 0
    for (; line < buffer.lines && outputKind(buffer, line) === undefined; line++) inFlight.push(buffer.text(line))
    return { inFlight, voidLines: buffer.lines - line, tornBytes: buffer.unfinishedBytes }
  }

  #damage(offset: number, value: string, rule: string, more?: Pick<Damage, 'isRepeatedBatch'>): never {
    throw new RecordDamage(`${this.#name} offset ${offset}`, value, rule, more)
  }
}
