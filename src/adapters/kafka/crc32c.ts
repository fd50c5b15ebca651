/** Castagnoli's polynomial, bits reversed (RFC 3720, B.4). */
const POLYNOMIAL = 0x82f63b78
const SLICES = 8
const TABLES = sliceTables()
const [T0, T1, T2, T3, T4, T5, T6, T7] = TABLES

/**
 * The checksum of Kafka's record batches, eight bytes a step ("slicing by 8", Kounavis and Berry 2005): several times
 * as fast as one byte a step, which for long records was half of what a send cost.
 */
export function crc32c(bytes: Uint8Array): number {
  let crc = -1
  let at = 0
  for (const last = bytes.length - SLICES; at <= last; at += SLICES) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
    const low = T7[crc & 0xff] ^ T6[(crc >>> 8) & 0xff] ^ T5[(crc >>> 16) & 0xff] ^ T4[crc >>> 24]
    crc = low ^ T3[bytes[at + 4]] ^ T2[bytes[at + 5]] ^ T1[bytes[at + 6]] ^ T0[bytes[at + 7]]
  }
  for (; at < bytes.length; at++) crc = T0[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8)
  return ~crc >>> 0
}

/** Table n holds the checksum of a byte with n zeros behind it. */
function sliceTables(): readonly Int32Array[] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    return crc
  })
  const tables = [first]
  while (tables.length < SLICES) tables.push(tables.at(-1)!.map((crc) => first[crc & 0xff] ^ (crc >>> 8)))
  return tables
}
