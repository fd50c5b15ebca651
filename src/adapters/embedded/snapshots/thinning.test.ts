import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Kept, SNAPSHOTS_MAX, surplus } from './thinning.ts'

const snapshots = (...offsets: readonly number[]): readonly Kept[] => offsets.map((offset) => ({ offset, bytes: 1 }))
const left = (all: readonly Kept[], olderBytesMax?: number) => all.filter((each) => !surplus(all, olderBytesMax).includes(each)).map(({ offset }) => offset)

describe('thinning out snapshots', () => {
  it('leaves eight, and of those too near to each other one', () => {
    expect(left(snapshots(100, 200, 300, 400, 410, 500, 600, 700, 800))).toEqual([100, 200, 300, 400, 500, 600, 700, 800])
  })

  it('leaves what fits, spread as well, and the newest in any case', () => {
    expect(left(snapshots(10, 20, 30, 40, 50, 60), 2)).toEqual([20, 40, 60])
    expect(left(snapshots(10, 20, 30, 40), 0)).toEqual([40])
  })

  it('one after another, of any run, leaves no gap of more than three eighths of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: SNAPSHOTS_MAX, max: 500 }), (count) => {
        let kept: readonly number[] = []
        for (let offset = 1; offset <= count; offset++) kept = left(snapshots(...kept, offset))
        const gaps = kept.map((offset, index) => offset - (kept[index - 1] ?? 0))
        expect([kept.length, kept.at(-1)]).toEqual([SNAPSHOTS_MAX, count])
        expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil((count * 3) / SNAPSHOTS_MAX))
      }),
    )
  })
})
