import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSmallRecording } from '../../testing/small-recording.ts'
import { Recording } from './recording.ts'

const dir = mkdtempSync(join(tmpdir(), 'promo-recording-'))
afterAll(() => rmSync(dir, { recursive: true }))

beforeAll(() => writeSmallRecording(dir))

const places = (batches: Iterable<{ partition: number; batch: number; now: number }>) => [...batches].map(({ partition, batch, now }) => ({ partition, batch, now }))

describe('a recording', () => {
  it('is read from the batch that holds an offset', () => {
    const [first] = Recording.open(dir).batches(1, 31)
    expect(first).toMatchObject({ partition: 1, batch: 10, firstOffset: 30, nextOffset: 33, records: ['{"topic":"catalog","n":10}'], outputs: ['{"topic":"pricing_decisions"}'] })
  })

  it('merges its partitions by time, and no partition changes its order', () => {
    const merged = places(Recording.open(dir).merged())
    expect(merged.length).toBe(40)
    expect(merged.toSorted((a, b) => a.now - b.now || a.partition - b.partition || a.batch - b.batch)).toEqual(merged)
  })

  it('merges what stands behind the offsets that are asked for', () => {
    expect(places(Recording.open(dir).merged([54, 57])).map(({ partition, batch }) => [partition, batch])).toEqual([[0, 18], [0, 19], [1, 19]])
  })

  it('says when it begins and ends, and which partitions it has', () => {
    const recording = Recording.open(dir)
    expect([recording.beginsAt(), recording.endsAt(), recording.partitions]).toEqual([1000, 1028, [0, 1, 2]])
  })
})
