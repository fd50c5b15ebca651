import { crc32 } from 'node:zlib'

/** A row that changes takes little along with it, and a large state is still told in few lines. */
export const BLOCK_BYTES = 1 << 15
/** Records that a snapshot is read from hold at most this many times its bytes. */
const SPAN_STATES_MAX = 2

/** Of a piece of the state, the bytes from `block` × BLOCK_BYTES on. */
export interface Block {
  readonly piece: number
  readonly block: number
}

/** Where a block stands: the offset of the record, its first byte there, and the checksum of its bytes. */
export type Place = readonly [record: number, at: number, crc: number]

/** What a snapshot is put together from: for each piece its length and the places of its blocks. */
export type Manifest = readonly { readonly bytes: number; readonly blocks: readonly Place[] }[]

interface Piece {
  /** A copy, with room to grow. */
  kept: Buffer
  bytes: number
  /** Undefined: it has changed since it was written, or never was. */
  places: (Place | undefined)[]
}

/**
 * Remembers what of a state was written last and where, so that saving costs what has changed since: ids that were seen
 * only pile up, and most SKUs rest. For that it keeps a copy of the state.
 */
export class SnapshotBlocks {
  #pieces: Piece[] = []
  #records: { readonly offset: number; readonly bytes: number }[] = []

  /** Copies what differs from the copy. */
  take(pieces: readonly Buffer[]): void {
    this.#pieces.length = Math.min(this.#pieces.length, pieces.length)
    for (const [number, now] of pieces.entries()) takePiece((this.#pieces[number] ??= { kept: Buffer.alloc(0), bytes: 0, places: [] }), now)
  }

  /** What a snapshot has to write: everything that has changed, and what stands so far back that reading it would take long. */
  due(): readonly Block[] {
    const first = this.#firstKept()
    return this.#pieces.flatMap(({ places }, piece) => places.flatMap((place, block) => (place === undefined || place[0] < first ? [{ piece, block }] : [])))
  }

  bytesOf({ piece, block }: Block): Buffer {
    const { kept, bytes } = this.#pieces[piece]
    return kept.subarray(block * BLOCK_BYTES, Math.min(bytes, (block + 1) * BLOCK_BYTES))
  }

  /** These blocks stand in this record, one behind the other. */
  written(blocks: readonly Block[], offset: number): void {
    let at = 0
    for (const block of blocks) {
      const bytes = this.bytesOf(block)
      this.#pieces[block.piece].places[block.block] = [offset, at, crc32(bytes)]
      at += bytes.length
    }
    this.#records.push({ offset, bytes: at })
  }

  /** Throws where not all of the state is written: `forget` may have come between. */
  manifest(): Manifest {
    if (this.#pieces.length === 0 || this.#pieces.some(({ places }) => places.includes(undefined))) throw new Error('blocks of this state are not written')
    const manifest = this.#pieces.map(({ bytes, places }) => ({ bytes, blocks: places as Place[] }))
    const first = firstRecordOf(manifest)
    this.#records = this.#records.filter(({ offset }) => offset >= first)
    return manifest
  }

  /** Nothing counts as written any more. */
  forget(): void {
    this.#pieces = []
    this.#records = []
  }

  #firstKept(): number {
    let room = SPAN_STATES_MAX * this.#pieces.reduce((sum, { bytes }) => sum + bytes, 0)
    const beyond = this.#records.findLast(({ bytes }) => (room -= bytes) < 0)
    return beyond ? beyond.offset + 1 : 0
  }
}

/** The oldest record that a snapshot needs. */
export const firstRecordOf = (manifest: Manifest): number => manifest.reduce((first, { blocks }) => blocks.reduce((least, [record]) => Math.min(least, record), first), Infinity)

/** The state, from the content of its records by offset; undefined where a block is not what it was. */
export function assemble(manifest: Manifest, contents: ReadonlyMap<number, Buffer>): Buffer | undefined {
  const blocks = manifest.flatMap(({ bytes, blocks }) => blocks.map((place, block) => blockAt(place, Math.min(BLOCK_BYTES, bytes - block * BLOCK_BYTES), contents)))
  return blocks.every((block) => block !== undefined) ? Buffer.concat(blocks) : undefined
}

function blockAt([record, at, crc]: Place, bytes: number, contents: ReadonlyMap<number, Buffer>): Buffer | undefined {
  const block = contents.get(record)?.subarray(at, at + bytes)
  return block?.length === bytes && crc32(block) === crc ? block : undefined
}

function takePiece(piece: Piece, now: Buffer): void {
  const before = piece.bytes
  if (now.length > piece.kept.length) piece.kept = grown(piece.kept, now.length)
  piece.bytes = now.length
  piece.places.length = Math.ceil(now.length / BLOCK_BYTES)
  for (let start = 0, block = 0; start < now.length; start += BLOCK_BYTES, block++) {
    const end = Math.min(now.length, start + BLOCK_BYTES)
    const isSame = end === Math.min(before, start + BLOCK_BYTES) && piece.kept.compare(now, start, end, start, end) === 0
    if (isSame) continue
    now.copy(piece.kept, start, start, end)
    piece.places[block] = undefined
  }
}

function grown(bytes: Buffer, length: number): Buffer {
  const larger = Buffer.alloc(Math.ceil(length * 1.5))
  bytes.copy(larger)
  return larger
}
