import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ByteRing } from './byte-ring.ts'
import { segmentsOf } from './segment-files.ts'
import { SegmentIndex } from './segment-index.ts'
import { committedBatches, SegmentLog } from './segment-log.ts'

const NOW = 1_795_840_200_000
const dir = mkdtempSync(join(tmpdir(), 'promo-index-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** 60 batches over several segments; two and two share a moment, and one record is longer than a piece. */
beforeAll(async () => {
  const ring = ByteRing.create(1 << 22)
  const log = new SegmentLog({ dir, ring, batchBytesMax: 1 << 20, segmentBytesMax: 600 })
  for (let batch = 0; batch < 60; batch++) {
    const records = Array.from({ length: batch % 4 }, (_, n) => `{"topic":"orders","n":"${n}${batch === 33 ? 'é'.repeat(700_000) : '₹'}"}`)
    if (records.length > 0) ring.push(records.map((record) => `${record}\n`).join(''), records.length, 0)
    const taken = await log.take()
    const lines = taken.records.map((_, n) => `{"topic":"price_updates","cause":${n}}`)
    await log.commit({ batch, now: NOW + 10 * Math.floor(batch / 2), inputs: taken.records.length, lines, extra: '' })
  }
  log.close()
})

const batches = () => [...committedBatches(dir, 0)]

describe('a place in a log of many segments', () => {
  it('is found by every offset', () => {
    const index = new SegmentIndex(dir)
    expect(index.segments.length).toBeGreaterThan(5)
    for (const { batch, now, firstOffset, nextOffset } of batches()) {
      for (let offset = firstOffset; offset < nextOffset; offset++) expect(index.atOffset(offset)).toMatchObject({ batch, now, firstOffset, nextOffset })
    }
    expect(index.atOffset(batches().at(-1)!.nextOffset)).toBeUndefined()
  })

  it('is where its bytes begin', () => {
    const index = new SegmentIndex(dir)
    for (const segment of index.segments) {
      const bytes = readFileSync(segment.path)
      const marks = index.marksOf(segment)
      expect(marks.map(({ byte }) => bytes.toString('utf8', 0, byte).split('\n').length - 1)).toEqual(marks.map(({ firstOffset }) => firstOffset - segment.base))
    }
  })

  it('is found by every time, and is the first batch of that moment', () => {
    const index = new SegmentIndex(dir)
    const all = batches()
    for (let now = NOW - 5; now <= NOW + 290; now++) expect(index.atTime(now)?.batch).toBe(all.find((batch) => batch.now >= now)!.batch)
    expect(index.atTime(NOW + 291)).toBeUndefined()
  })

  it('is the first, and the last', () => {
    const index = new SegmentIndex(dir)
    expect([index.first()?.batch, index.last()?.batch]).toEqual([0, 59])
  })
})

it('given a log that was cut off, then what is whole is found', () => {
  const { path } = segmentsOf(dir).at(-1)!
  truncateSync(path, 20)
  const whole = batches().at(-1)!
  expect(new SegmentIndex(dir).last()).toMatchObject({ batch: whole.batch, nextOffset: whole.nextOffset })
  expect(new SegmentIndex(dir).atOffset(whole.nextOffset)).toBeUndefined()
})

it('given no log at all, then there is no place', () => {
  const index = new SegmentIndex(join(dir, 'nowhere'))
  expect([index.first(), index.last(), index.atOffset(0), index.atTime(0)]).toEqual([undefined, undefined, undefined, undefined])
})
