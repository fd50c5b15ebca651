import type { Checkpoint } from '../engine/kernel/ports.ts'

/** A checkpoint of another format cannot be read. */
const FORMAT = 5

interface Header {
  readonly format: typeof FORMAT
  readonly offset: number
  readonly nextBatch: number
  /** Null before the first batch: -Infinity is not JSON. */
  readonly now: number | null
  /** Numbers a part (stored behind the header, in this order) or JSON text. */
  readonly parts: readonly { readonly name: string; readonly numbers?: number; readonly text?: string }[]
}

/** A line of JSON, then raw little-endian doubles: in pieces, most of which are the state's own memory. */
export function encodeCheckpoint({ offset, nextBatch, now, parts: saved }: Checkpoint): Buffer[] {
  const entries = Object.entries(saved)
  const parts = entries.map(([name, part]) => (typeof part === 'string' ? { name, text: part } : { name, numbers: part.length }))
  const header: Header = { format: FORMAT, offset, nextBatch, now, parts }
  const numbers = entries.flatMap(([, part]) => (typeof part === 'string' ? [] : [Buffer.from(part.buffer, part.byteOffset, part.byteLength)]))
  return [Buffer.from(`${JSON.stringify(header)}\n`), ...numbers]
}

/** Undefined where the bytes are not whole. */
export function decodeCheckpoint(bytes: Buffer): Checkpoint | undefined {
  const headerEnd = bytes.indexOf(0x0a)
  const header = readHeader(bytes, headerEnd)
  if (!header) return undefined
  const parts: Record<string, Float64Array | string> = {}
  let at = headerEnd + 1
  for (const { name, text, numbers = 0 } of header.parts) {
    const end = at + numbers * 8
    if (end > bytes.length) return undefined
    parts[name] = text ?? new Float64Array(Uint8Array.prototype.slice.call(bytes, at, end).buffer)
    at = end
  }
  const { offset, nextBatch, now } = header
  return { offset, nextBatch, now: now ?? -Infinity, parts }
}

function readHeader(bytes: Buffer, end: number): Header | undefined {
  try {
    const header = JSON.parse(bytes.toString('utf8', 0, end)) as Header
    return header.format === FORMAT ? header : undefined
  } catch {
    return undefined
  }
}
