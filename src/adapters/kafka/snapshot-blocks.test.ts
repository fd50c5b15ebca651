import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assemble, BLOCK_BYTES, firstRecordOf, type Manifest, SnapshotBlocks } from './snapshot-blocks.ts'

/** A topic of snapshots in memory: what was sent, and how much of it. */
class Sent {
  readonly blocks = new SnapshotBlocks()
  readonly records = new Map<number, Buffer>()
  bytes = 0

  save(...pieces: Buffer[]): Manifest {
    this.blocks.take(pieces)
    const due = this.blocks.due()
    this.bytes = due.reduce((sum, block) => sum + this.blocks.bytesOf(block).length, 0)
    if (due.length > 0) {
      this.records.set(this.records.size, Buffer.concat(due.map((block) => this.blocks.bytesOf(block))))
      this.blocks.written(due, this.records.size - 1)
    }
    return this.blocks.manifest()
  }
}

const filled = (blocks: number, value: number): Buffer => Buffer.alloc(blocks * BLOCK_BYTES, value)

describe('what a snapshot sends', () => {
  test('given a state that only grew, when it is saved again, then what was added is sent, and the block it began in', () => {
    const sent = new Sent()
    sent.save(Buffer.concat([filled(9, 1), Buffer.alloc(100, 2)]))
    sent.save(Buffer.concat([filled(9, 1), Buffer.alloc(100, 2), Buffer.alloc(50, 3)]))
    expect(sent.bytes).toBe(150)
  })

  test('given nothing changed, when it is saved again, then nothing is sent', () => {
    const sent = new Sent()
    sent.save(filled(3, 1))
    sent.save(filled(3, 1))
    expect(sent.bytes).toBe(0)
  })

  test('given it was forgotten, when it is saved again, then all of it is sent', () => {
    const sent = new Sent()
    sent.save(filled(3, 1))
    sent.blocks.forget()
    sent.save(filled(3, 1))
    expect(sent.bytes).toBe(3 * BLOCK_BYTES)
  })

  test('given one block that never rests, when it is saved a hundred times, then the others are sent again in time: at most two states and one save are between the first record and the last', () => {
    const sent = new Sent()
    const rest = filled(4, 1)
    for (let round = 0; round < 100; round++) {
      const manifest = sent.save(filled(1, round), rest)
      const span = [...sent.records].filter(([offset]) => offset >= firstRecordOf(manifest)).reduce((sum, [, { length }]) => sum + length, 0)
      expect(span).toBeLessThanOrEqual(3 * 5 * BLOCK_BYTES)
    }
  })

  test('given something was forgotten between writing and telling, then there is no snapshot', () => {
    const blocks = new SnapshotBlocks()
    blocks.take([filled(1, 1)])
    blocks.forget()
    expect(() => blocks.manifest()).toThrow('not written')
  })
})

describe('a snapshot put together', () => {
  const change = fc.record({ piece: fc.nat(2), bytes: fc.nat(3 * BLOCK_BYTES), at: fc.nat(3 * BLOCK_BYTES), value: fc.nat(255) })

  test('is the state, whatever grew, shrank or changed before', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const sent = new Sent()
        const pieces = [filled(1, 0), filled(1, 0), filled(1, 0)]
        for (const { piece, bytes, at, value } of changes) {
          const next = Buffer.alloc(bytes)
          pieces[piece].copy(next)
          if (at < bytes) next[at] = value
          pieces[piece] = next
          expect(assemble(sent.save(...pieces), sent.records)?.equals(Buffer.concat(pieces))).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('given a record is not what it was, or missing, then it is none', () => {
    const sent = new Sent()
    const manifest = sent.save(filled(2, 1))
    sent.records.get(0)![5]++
    expect(assemble(manifest, sent.records)).toBeUndefined()
    expect(assemble(manifest, new Map())).toBeUndefined()
  })
})
