import { describe, expect, it } from 'vitest'
import { Histogram, mergeHistograms, readHistogramLog } from '../histogram.ts'
import { mergeSeconds, renderHlog } from './hlog.ts'

const STARTED_AT_MS = Date.UTC(2026, 10, 27, 4, 30, 0, 250)
const piece = (second: number, ...latenciesMs: readonly number[]) => {
  const histogram = new Histogram()
  for (const ms of latenciesMs) histogram.record(ms * 1000)
  return { second, encoded: histogram.encode() }
}

describe('mergeSeconds', () => {
  it('has one histogram a second, in order, whatever the pieces', () => {
    const seconds = mergeSeconds([piece(2, 5), piece(0, 1, 2), piece(2, 6, 7), piece(0, 3)])
    expect(seconds.map(({ second, histogram }) => [second, histogram.count])).toEqual([[0, 3], [2, 3]])
    expect(mergeHistograms(seconds.map(({ histogram }) => histogram)).count).toBe(6)
  })
})

describe('renderHlog', () => {
  const log = renderHlog(mergeSeconds([piece(0, 1, 2, 3), piece(1), piece(12, 40)]), STARTED_AT_MS)

  it('is the log format 1.3', () => {
    const [version, , start, base, legend, first, ...more] = log.trimEnd().split('\n')
    expect(version).toBe('#[Histogram log format version 1.3]')
    expect(start).toBe('#[StartTime: 1795753800.250 (seconds since epoch), 2026-11-27T04:30:00.250Z]')
    expect(base).toBe('#[BaseTime: 1795753800.250 (seconds since epoch)]')
    expect(legend).toBe('"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"')
    expect(first).toMatch(/^0\.000,1\.000,3\.001,HISTFAAAA[\w+/=]+$/)
    expect(more).toHaveLength(2)
  })

  it('is read by the library as it was written', () => {
    const read = readHistogramLog(log)
    expect(read.map(({ startMs, endMs }) => [startMs - STARTED_AT_MS, endMs - STARTED_AT_MS])).toEqual([[0, 1000], [1000, 2000], [12_000, 13_000]])
    expect(read.map(({ histogram }) => [histogram.count, histogram.min, histogram.percentile(50)])).toEqual([[3, 1, 2], [0, null, null], [1, 40, 40.031]])
  })
})
