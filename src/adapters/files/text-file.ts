import { type FileHandle, open, stat } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UserError } from '../../engine/kernel/user-error.ts'

export interface TextLimits {
  /** Bytes after decompression. */
  readonly bytesMax: number
  /** Above this many bytes a gzip file may grow at most `ratioMax` times. */
  readonly ratioFromBytes: number
  readonly ratioMax: number
}

export const TEXT_LIMITS: TextLimits = { bytesMax: 2 ** 31, ratioFromBytes: 2 ** 25, ratioMax: 100 }

const CHUNK_BYTES = 262_144

/**
 * The text of a UTF-8 file in pieces, unpacked if it is gzip. Memory stays bounded whatever the file holds; a file that
 * is damaged, grows without end or changes while it is read is refused with a UserError.
 */
export async function* readText(file: string, limits: TextLimits = TEXT_LIMITS): AsyncGenerator<string> {
  const handle = await openFile(file)
  try {
    const before = factsOf(await handle.stat({ bigint: true }))
    const source = handle.createReadStream({ autoClose: false, start: 0, highWaterMark: CHUNK_BYTES })
    const bytes = (await isGzip(handle)) ? unpacked(source, file, limits) : source
    yield* decoded(bounded(bytes, file, limits.bytesMax), file)
    if ((await nameStandsFor(file)) !== before) throw changed(file)
  } finally {
    await handle.close()
  }
}

async function openFile(file: string): Promise<FileHandle> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'there is no such file' : error.message
    throw refusal('unreadable', file, `cannot read ${file}: ${reason}`, 'a file that you may read', 'check its name and its rights')
  })
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw refusal('not_a_file', file, `${file} is not a file`, 'one file', 'name the file itself')
}

interface FileFacts {
  readonly ino: bigint
  readonly size: bigint
  readonly mtimeNs: bigint
}

const factsOf = ({ ino, size, mtimeNs }: FileFacts): string => `${ino} ${size} ${mtimeNs}`
const nameStandsFor = async (file: string): Promise<string> => stat(file, { bigint: true }).then(factsOf, () => 'nothing')

async function isGzip(handle: FileHandle): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0)
  return buffer[0] === 0x1f && buffer[1] === 0x8b
}

async function* unpacked(source: Readable & { readonly bytesRead: number }, file: string, limits: TextLimits): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  pipeline(source, gunzip, () => {})
  let unpackedBytes = 0
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      unpackedBytes += chunk.length
      if (unpackedBytes > limits.ratioFromBytes && unpackedBytes > source.bytesRead * limits.ratioMax) throw bomb(file)
      yield chunk
    }
  } catch (error) {
    throw error instanceof UserError ? error : damaged(file, error as NodeJS.ErrnoException)
  }
}

async function* bounded(bytes: AsyncIterable<Uint8Array>, file: string, bytesMax: number): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const chunk of bytes) {
    total += chunk.length
    if (total > bytesMax) throw refusal('too_large', file, `${file} holds more than ${bytesMax} bytes`, `at most ${bytesMax} bytes`, 'split it')
    yield chunk
  }
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let lines = 0
  for await (const chunk of bytes) {
    const text = orRefuse(() => decoder.decode(chunk, { stream: true }), () => notUtf8(file, lines + 1 + lineOfDamage(chunk)))
    lines += countNewlines(text)
    yield text
  }
  orRefuse(() => decoder.decode(), () => notUtf8(file, lines + 1))
}

function orRefuse<T>(attempt: () => T, refuse: () => UserError): T {
  try {
    return attempt()
  } catch {
    throw refuse()
  }
}

/** Lines of the chunk before the first bytes that are no letter; a letter cut by the chunk's start is not one of them. */
function lineOfDamage(chunk: Uint8Array): number {
  const lenient = new TextDecoder().decode(chunk)
  const damage = lenient.indexOf('\ufffd', 1)
  return countNewlines(lenient.slice(0, Math.max(damage, 0)))
}

function countNewlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

const notUtf8 = (file: string, line: number) => refusal('invalid_utf8', `${file}:${line}:1`, 'this line is not UTF-8', 'text in UTF-8', 'save the file as UTF-8')
const bomb = (file: string) => refusal('gzip_bomb', file, `${file} unpacks to far more than a table`, 'a gzip file that unpacks to at most 100 times its size', 'unpack it and look inside')
const changed = (file: string) => refusal('file_changed', file, `${file} was changed or replaced while it was read`, 'a file that stays as it is', 'run again when it is complete')

function damaged(file: string, { code, message }: NodeJS.ErrnoException): UserError {
  const truncated = code === 'Z_BUF_ERROR'
  const what = truncated ? `${file} ends in the middle: the gzip file is truncated` : `${file} is damaged: ${message}`
  return refusal(truncated ? 'gzip_truncated' : 'gzip_damaged', file, what, 'a complete gzip file', 'copy or download it again')
}

function refusal(code: string, place: string, message: string, rule: string, fix: string): UserError {
  return new UserError({ code, message, place, rule, fix, exitCode: 104 })
}
