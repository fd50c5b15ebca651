import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteRing } from './byte-ring.ts'

/** Whole records, as many as fit into so many bytes; they leave the ring. */
function takeFrom(ring: ByteRing, bytesMax: number): string[] {
  const target = Buffer.alloc(bytesMax)
  const size = Math.max(0, ring.peek(target))
  const records = target.toString('utf8', 0, size).split('\n').slice(0, -1)
  if (size > 0) ring.release(size, records.length)
  return records
}

const textOf = (records: readonly string[]): string => records.map((record) => `${record}\n`).join('')

/** Positions count modulo 2^32: a ring that has seen nearly so many bytes. */
function olderBy(ring: ByteRing, bytes: number): ByteRing {
  new Int32Array(ring.shared, 0, 2).fill(-bytes)
  return ring
}

describe('a byte ring', () => {
  test('gives records in their order, and keeps them until they are released', () => {
    const ring = ByteRing.create(64)
    ring.push('a\nb\n', 2, 0)
    ring.push('c\n', 1, 0)
    const target = Buffer.alloc(64)
    expect([ring.peek(target), ring.peek(target), target.toString('utf8', 0, 6)]).toEqual([6, 6, 'a\nb\nc\n'])
    expect(takeFrom(ring, 64)).toEqual(['a', 'b', 'c'])
    expect(takeFrom(ring, 64)).toEqual([])
  })

  test('refuses what has no room, whole, and takes it when there is', () => {
    const ring = ByteRing.create(16)
    expect(ring.push('1234567\n89\n', 2, 0)).toBe(true)
    expect(ring.push('12345\n', 1, 0)).toBe(false)
    expect(ring.push('1234\n', 1, 0)).toBe(true)
    expect(ring.push('\n', 1, 0)).toBe(false)
    expect(takeFrom(ring, 64)).toEqual(['1234567', '89', '1234'])
    expect(ring.push('123456789012345\n', 1, 0)).toBe(true)
    expect(takeFrom(ring, 64)).toEqual(['123456789012345'])
  })

  test('measures room in bytes, not in characters', () => {
    const ring = ByteRing.create(16)
    expect(ring.push('éééééééé\n', 1, 0)).toBe(false)
    expect(ring.push('ééééééé\n', 1, 0)).toBe(true)
    expect(takeFrom(ring, 64)).toEqual(['ééééééé'])
  })

  test('never gives half a record, also where the target ends within one', () => {
    const ring = ByteRing.create(64)
    ring.push('1234\n5678\n', 2, 0)
    expect(ring.peek(Buffer.alloc(3))).toBe(-1)
    expect([takeFrom(ring, 3), takeFrom(ring, 8), takeFrom(ring, 8)]).toEqual([[], ['1234'], ['5678']])
  })

  test('counts what was pushed, accepted and processed', () => {
    const ring = ByteRing.create(64)
    ring.push('a\nb\nc\n', 3, 0)
    takeFrom(ring, 4)
    ring.processed(1, 0)
    expect([ring.pushedCount, ring.acceptedCount, ring.lag]).toEqual([3, 2, 2])
    ring.push('too long for what is left of sixty-four bytes, which is not very much\n', 1, 0)
    expect(ring.pushedCount).toBe(3)
  })

  test('tells whoever comes later which batch was the newest that was processed', () => {
    const ring = ByteRing.create(64)
    expect(ring.processedBatch).toBe(Infinity)
    ring.processed(0, 0)
    ring.processed(3, 7)
    expect(new ByteRing(ring.shared).processedBatch).toBe(7)
  })

  test('says when hand-overs were made, once they are processed', () => {
    const ring = ByteRing.create(1024)
    ring.push('a\nb\n', 2, 10.5)
    ring.push('c\n', 1, 20.5)
    ring.processed(1, 0)
    expect([...ring.handedOver()]).toEqual([])
    ring.processed(2, 1)
    expect([...ring.handedOver()]).toEqual([{ records: 2, atMs: 10.5 }, { records: 1, atMs: 20.5 }])
    expect([...ring.handedOver()]).toEqual([])
  })

  test('forgets the oldest hand-overs where nobody asks', () => {
    const ring = ByteRing.create(1024)
    for (let n = 0; n < 20_000; n++) {
      ring.push('x\n', 1, n)
      takeFrom(ring, 1024)
      ring.processed(1, 0)
    }
    const told = [...ring.handedOver()]
    expect(told.at(-1)).toEqual({ records: 1, atMs: 19_999 })
    expect(told.map(({ atMs }) => atMs)).toEqual(Array.from(told, (_, index) => 20_000 - told.length + index))
  })

  test('is a queue, around its end and around 2^32', () => {
    const record = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\n', ' '))
    const step = fc.oneof(
      fc.record({ push: fc.array(record, { minLength: 1, maxLength: 4 }), bytesMax: fc.constant(0) }),
      fc.record({ push: fc.constant([]), bytesMax: fc.nat(150) }),
    )
    fc.assert(
      fc.property(fc.array(step, { size: '+1' }), fc.nat(2000), (steps, age) => {
        const ring = olderBy(ByteRing.create(128), age)
        let model: string[] = []
        for (const { push, bytesMax } of steps) {
          if (push.length > 0) {
            const fits = Buffer.byteLength(textOf([...model, ...push])) <= 128
            expect(ring.push(textOf(push), push.length, 0)).toBe(fits)
            if (fits) model.push(...push)
          } else {
            const taken = takeFrom(ring, bytesMax)
            expect(taken).toEqual(model.slice(0, taken.length))
            model = model.slice(taken.length)
            const next = model.length > 0 ? Buffer.byteLength(textOf([...taken, model[0]])) : Infinity
            expect(next).toBeGreaterThan(bytesMax)
          }
        }
        expect(takeFrom(ring, 128)).toEqual(model)
      }),
      { numRuns: 300 },
    )
  })

  test('carries everything from one thread to another, whole and in order', { timeout: 30_000 }, async () => {
    const [records, ring] = [100_000, olderBy(ByteRing.create(4096), 1_000_000)]
    const worker = new Worker(new URL('../../testing/threads/ring-writer.ts', import.meta.url), { workerData: { ring: ring.shared, records } })
    const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject))
    let next = 0
    while (next < records) {
      for (const record of takeFrom(ring, 1500)) {
        if (record !== `${next}:${'é'.repeat(next % 90)}`) expect(record).toBe(`record ${next}`)
        next++
      }
      if (next % 1000 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    await ended
    expect([ring.pushedCount, ring.acceptedCount]).toEqual([records, records])
  })
})
