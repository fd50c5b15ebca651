import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textLines } from './text-lines.ts'

/** As `fileChunks` hands pieces over: each is overwritten by the next. */
function* pieces(bytes: Buffer, size: number): Generator<Uint8Array> {
  const piece = Buffer.alloc(size)
  for (let at = 0; at < bytes.length; at += size) yield piece.subarray(0, bytes.copy(piece, 0, at, at + size))
}

function read(text: string, size: number) {
  const lines = textLines(pieces(Buffer.from(text), size))
  const found: string[] = []
  for (let next = lines.next(); ; next = lines.next()) {
    if (next.done) return { lines: found, left: next.value }
    found.push(next.value)
  }
}

describe('given a file of lines', () => {
  it('when it comes in pieces of any size, then its lines are whole and what was cut off is counted', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''))
    fc.assert(
      fc.property(fc.array(line), line, fc.integer({ min: 1, max: 20 }), (lines, torn, size) => {
        expect(read([...lines, torn].join('\n'), size)).toEqual({ lines, left: Buffer.byteLength(torn) })
      }),
    )
  })
})
