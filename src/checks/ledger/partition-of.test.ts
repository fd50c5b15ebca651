import { describe, expect, it } from 'vitest'
import { partitionOf } from './partition-of.ts'

/** `Utils.murmur2` of Kafka's own UtilsTest, as positive numbers. */
const KAFKA: readonly (readonly [key: string, hash: number])[] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
]

describe('given the keys of Kafka\'s own test', () => {
  it.each(KAFKA)('when %s is placed, then where Kafka places it', (key, hash) => {
    expect(partitionOf(key, 2 ** 31)).toBe(hash & 0x7fffffff)
    expect(partitionOf(key, 8)).toBe((hash & 0x7fffffff) % 8)
  })
})
