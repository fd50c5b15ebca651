import { describe, expect, it } from 'vitest'
import { sampleLive } from './testing/sample-progress.ts'
import { byColumn, columnOf, phaseOf, timeMarks } from './timeline.ts'
import { clock } from './words.ts'

const minute = { columns: 30, durationMs: 60_000, nowMs: 23_000, labelCells: 18 }

describe('a timeline', () => {
  it('shows the largest value of the seconds that share a column', () => {
    expect(byColumn(minute, [1, 5, 2, null, null]).slice(0, 3)).toEqual([5, 2, null])
    expect(byColumn({ ...minute, columns: 6, durationMs: 3000 }, [1, 2, 3])).toEqual([1, 1, 2, 2, 3, 3])
  })

  it('has a column for every moment, also beyond its end', () => {
    expect([-5, 0, 1999, 2000, 59_999, 99_999].map((ms) => columnOf(minute, ms))).toEqual([0, 0, 0, 1, 29, 29])
  })

  it.each([20, 30, 48, 120])('has marks at round times that do not touch, on %i columns', (columns) => {
    const marks = timeMarks({ ...minute, columns }, clock)
    expect(marks.length).toBeLessThanOrEqual(columns)
    expect(marks).toMatch(/^0:00( +\d+:\d\d)+$/)
  })
})

describe('the phase', () => {
  const at = (ms: number) => phaseOf(sampleLive.faults, ms, ms + 100, 23_000)

  it('is fault while one is on, and at the moment of a crash', () => {
    expect([at(12_000), at(40_000), at(49_900)]).toEqual(['fault', 'fault', 'fault'])
  })

  it('is recovery until the pipeline has got over it', () => {
    expect([at(12_500), at(13_200), at(13_400)]).toEqual(['recovery', 'recovery', 'steady'])
  })

  it('is steady before anything happened, and after what is to come', () => {
    expect([at(0), at(51_000)]).toEqual(['steady', 'steady'])
  })
})
