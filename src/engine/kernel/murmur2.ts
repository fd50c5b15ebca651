/**
 * Murmur2 over a key's UTF-8 bytes, as in `org.apache.kafka.common.utils.Utils.murmur2`, so that a SKU lands in the
 * same partition here as with Kafka's own clients.
 */
export function murmur2(key: Uint8Array): number {
  const mix = 0x5bd1e995
  const length = key.length
  let hash = 0x9747b28c ^ length
  const whole = length & ~3
  for (let at = 0; at < whole; at += 4) {
    let word = key[at] | (key[at + 1] << 8) | (key[at + 2] << 16) | (key[at + 3] << 24)
    word = Math.imul(word, mix)
    word ^= word >>> 24
    hash = Math.imul(hash, mix) ^ Math.imul(word, mix)
  }
  const rest = length - whole
  if (rest >= 3) hash ^= key[whole + 2] << 16
  if (rest >= 2) hash ^= key[whole + 1] << 8
  if (rest >= 1) hash = Math.imul(hash ^ key[whole], mix)
  hash = Math.imul(hash ^ (hash >>> 13), mix)
  return (hash ^ (hash >>> 15)) | 0
}

/** The partition of a key: Kafka's default partitioner. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(utf8(key)) & 0x7fffffff) % partitions
}

/** The engine has no TextEncoder (no Node globals in it); lone surrogates become U+FFFD as in UTF-8 encoders. */
function utf8(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    let code = character.codePointAt(0) as number
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code))
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code))
  }
  return Uint8Array.from(bytes)
}

const tail = (code: number): number => 0x80 | (code & 0x3f)
