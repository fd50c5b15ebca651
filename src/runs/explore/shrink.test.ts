import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shrink, smallestSubset } from './shrink.ts'

describe('shrink', () => {
  it('given two faults that fail only together, when eight are on, then these two are left, and no more events than it takes', async () => {
    const fails = async ({ events, faults }: { events: number; faults: readonly number[] }) => faults.includes(2) && faults.includes(7) && events >= 100
    const { events, faults } = await shrink({ events: 2000, faults: [1, 2, 3, 4, 5, 6, 7, 8] }, fails)
    expect(faults).toEqual([2, 7])
    expect(events).toBeGreaterThanOrEqual(100)
    expect(events).toBeLessThan(200)
  })

  it('given a failure that needs no fault, then none is left', async () => {
    expect(await shrink({ events: 10, faults: ['a', 'b'] }, async () => true)).toEqual({ events: 1, faults: [] })
  })

  it('whatever must be there is there, and nothing can be left out', async () => {
    const sets = fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 12 }).chain((all) => fc.tuple(fc.constant(all), fc.array(fc.subarray(all, { minLength: 1 }), { minLength: 1, maxLength: 3 })))
    await fc.assert(
      fc.asyncProperty(sets, async ([all, causes]) => {
        const fails = async (some: readonly number[]) => causes.some((cause) => cause.every((element) => some.includes(element)))
        const found = await smallestSubset(all, fails)
        expect(await fails(found)).toBe(true)
        for (const element of found) expect(await fails(found.filter((other) => other !== element))).toBe(false)
      }),
    )
  })
})
