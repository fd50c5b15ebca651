const MIX = 0x5bd1e995
const SEED = 0x9747b28c

/** The partition of a SKU as Kafka's clients choose it: murmur2 (Austin Appleby) over its UTF-8 bytes, sign bit cleared. */
export function partitionOf(sku: string, partitions: number): number {
  return (murmur2(Buffer.from(sku)) & 0x7fffffff) % partitions
}

function murmur2(key: Buffer): number {
  let hash = SEED ^ key.length
  let at = 0
  for (; at + 4 <= key.length; at += 4) hash = Math.imul(hash, MIX) ^ scramble(key.readInt32LE(at))
  let tail = 0
  for (let index = key.length - 1; index >= at; index--) tail = (tail << 8) | key[index]
  if (at < key.length) hash = Math.imul(hash ^ tail, MIX)
  hash = Math.imul(hash ^ (hash >>> 13), MIX)
  return hash ^ (hash >>> 15)
}

function scramble(word: number): number {
  const mixed = Math.imul(word, MIX)
  return Math.imul(mixed ^ (mixed >>> 24), MIX)
}
