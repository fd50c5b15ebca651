import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { murmur2, partitionOf } from './murmur2.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Any 16-bit units: pairs, lone surrogates, control characters. */
const anyText = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff }))).map((units) => String.fromCharCode(...units))

describe('murmur2', () => {
  // From UtilsTest of Apache Kafka's clients.
  test.each([
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
    ['a-little-bit-longer-string', -1_486_304_829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
    ['abc', 479_470_107],
  ])('hashes %j as Kafka does', (key, hash) => {
    expect(murmur2(utf8(key))).toBe(hash)
  })
})

describe('a partition', () => {
  test('is the hash without its sign, modulo the partitions', () => {
    expect(partitionOf('21', 8)).toBe((-973_932_308 & 0x7fffffff) % 8)
    expect(partitionOf('foobar', 7)).toBe((-790_332_482 & 0x7fffffff) % 7)
  })

  test('is that of the UTF-8 bytes, whatever the key holds', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 64 }), (key, partitions) => {
        expect(partitionOf(key, partitions)).toBe((murmur2(utf8(key)) & 0x7fffffff) % partitions)
      }),
    )
  })

  test('gets its fair share of SKUs', () => {
    const counts = Array.from({ length: 8 }, () => 0)
    for (let sku = 0; sku < 8000; sku++) counts[partitionOf(`SKU-${String(sku).padStart(5, '0')}`, 8)]++
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})
