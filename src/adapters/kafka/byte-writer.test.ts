import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteWriter, sizeOf, varintSize } from './byte-writer.ts'

const written = (write: (out: ByteWriter) => void): number[] => {
  const out = new ByteWriter()
  write(out)
  return [...out.bytes]
}

describe('a byte writer', () => {
  it.each([
    [0, [0]],
    [-1, [1]],
    [1, [2]],
    [-64, [127]],
    [64, [128, 1]],
    [2 ** 31, [128, 128, 128, 128, 16]],
  ])('writes %d as a zigzag varint', (value, bytes) => {
    expect(written((out) => out.varint(value))).toEqual(bytes)
  })

  it('says beforehand how long a varint is', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => fc.pre(Math.abs(value) < 2 ** 52) === undefined && written((out) => out.varint(value)).length === varintSize(value)))
  })

  it('fills a gap with what was not known before', () => {
    const bytes = written((out) => {
      const gap = out.gap()
      out.string('é')
      out.fill(gap, out.length)
    })
    expect(bytes).toEqual([0, 0, 0, 8, 0, 2, 0xc3, 0xa9])
  })

  it('grows beyond its first buffer', () => {
    const long = 'x'.repeat(100_000)
    expect(written((out) => out.varbytes(long, sizeOf(long))).length).toBe(100_000 + varintSize(100_000))
  })

  it('tells null from empty', () => {
    expect(written((out) => out.varbytes(null, sizeOf(null)))).toEqual([1])
    expect(written((out) => out.varbytes('', sizeOf('')))).toEqual([0])
  })
})
