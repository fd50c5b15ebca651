import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { constants, crc32, zstdDecompressSync } from 'node:zlib'
import type { Checkpoint } from '../../../engine/kernel/ports.ts'
import { decodeCheckpoint, encodeCheckpoint } from '../../checkpoint-bytes.ts'

/** Where a snapshot was true. */
export type SnapshotPlace = Pick<Checkpoint, 'offset' | 'nextBatch' | 'now'>

/** Behind everything else in the file: a state that is wrong would be worse than none. */
const CHECKSUM_BYTES = 4
const HEAD = /^\{"(?:format|packed)":[^,]*,"offset":(\d+),"nextBatch":(\d+),"now":(null|-?\d+)[,}]/
const HEAD_BYTES_MAX = 120
const PACKED_PREFIX = Buffer.from('{"packed":')
const NEWLINE = 0x0a
/** A state is a third of its size then; higher levels take their time and give nothing. */
export const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** The checkpoint as it is: next to no work, for one who has something else to do. */
export function writeSnapshot(path: string, checkpoint: Checkpoint): void {
  const file = openSync(path, 'w')
  try {
    let checksum = 0
    // One after another, not as one buffer: a state of 100 MB is not copied to be written.
    for (const piece of encodeCheckpoint(checkpoint)) {
      writeFileSync(file, piece)
      // Over no bytes at all, zlib begins anew.
      if (piece.length > 0) checksum = crc32(piece, checksum)
    }
    writeFileSync(file, checksumBytes(checksum))
  } finally {
    closeSync(file)
  }
}

/** Undefined where the file is not as it was written. */
export function readSnapshot(path: string): Checkpoint | undefined {
  const bytes = wholeIn(readFileSync(path))
  if (!bytes) return undefined
  return isPacked(bytes) ? unpacked(bytes) : decodeCheckpoint(bytes)
}

/** Where a snapshot is true, from the first bytes of its file: nothing is proved by that. */
export function placeOf(path: string): SnapshotPlace | undefined {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(HEAD_BYTES_MAX)
    return placeIn(bytes.subarray(0, readSync(file, bytes)))
  } finally {
    closeSync(file)
  }
}

/** What is compressed of a file; undefined where it is compressed already, or not as it was written. */
export function toBePacked(file: Buffer): Buffer | undefined {
  const bytes = wholeIn(file)
  return bytes && !isPacked(bytes) && placeIn(bytes) ? bytes : undefined
}

/** The file anew: where the snapshot is true, as a line of JSON; then the compressed bytes; then a checksum of its own. */
export function packedFile(bytes: Buffer, compressed: Buffer): Buffer {
  const { offset, nextBatch, now } = placeIn(bytes)!
  const head = { packed: 'zstd', offset, nextBatch, now: Number.isFinite(now) ? now : null }
  const body = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), compressed])
  return Buffer.concat([body, checksumBytes(crc32(body))])
}

const isPacked = (bytes: Buffer): boolean => bytes.subarray(0, PACKED_PREFIX.length).equals(PACKED_PREFIX)

const unpacked = (bytes: Buffer): Checkpoint | undefined => decodeCheckpoint(zstdDecompressSync(bytes.subarray(bytes.indexOf(NEWLINE) + 1)))

function placeIn(bytes: Buffer): SnapshotPlace | undefined {
  const [head, offset, nextBatch, now] = HEAD.exec(bytes.toString('latin1', 0, HEAD_BYTES_MAX)) ?? []
  if (head === undefined) return undefined
  return { offset: Number(offset), nextBatch: Number(nextBatch), now: now === 'null' ? -Infinity : Number(now) }
}

function wholeIn(file: Buffer): Buffer | undefined {
  const end = Math.max(0, file.length - CHECKSUM_BYTES)
  const bytes = file.subarray(0, end)
  return checksumBytes(crc32(bytes)).equals(file.subarray(end)) ? bytes : undefined
}

function checksumBytes(checksum: number): Buffer {
  const bytes = Buffer.alloc(CHECKSUM_BYTES)
  bytes.writeUInt32LE(checksum)
  return bytes
}
