import { describe, expect, test } from 'vitest'
import type { Checkpoint, Checkpoints } from '../../engine/kernel/ports.ts'

export interface CheckpointsUnderTest {
  readonly checkpoints: Checkpoints
  /** The same ones for another process. */
  reopen(): Checkpoints
}

const checkpoint = (offset: number, more: Partial<Checkpoint> = {}): Checkpoint => ({
  offset,
  nextBatch: offset / 10,
  now: 1_795_840_200_000 + offset,
  parts: { 'price.skus': Float64Array.of(1, -0.5, 2 ** 53, Infinity), 'price.names': '["SKU-1","\\n"]', 'spout.items': new Float64Array(0), 'decide.nothing': '' },
  ...more,
})

/** What everybody promises who keeps checkpoints. */
export function checkpointsContract(name: string, open: () => CheckpointsUnderTest): void {
  describe(`${name} as checkpoints`, () => {
    test('has none at the start', async () => {
      expect(await open().checkpoints.newest()).toBeUndefined()
    })

    test('gives back what was saved, numbers and texts, also to another process', async () => {
      const { checkpoints, reopen } = open()
      await checkpoints.save(checkpoint(30))
      expect(await checkpoints.newest()).toEqual(checkpoint(30))
      expect(await reopen().newest()).toEqual(checkpoint(30))
    })

    test('gives the newest', async () => {
      const { checkpoints, reopen } = open()
      for (const offset of [10, 200, 3000]) await checkpoints.save(checkpoint(offset))
      expect((await checkpoints.newest())?.offset).toBe(3000)
      expect((await reopen().newest())?.offset).toBe(3000)
    })

    test('is not touched by what happens to the state afterwards', async () => {
      const { checkpoints } = open()
      const state = Float64Array.of(1, 2, 3)
      await checkpoints.save(checkpoint(10, { parts: { state } }))
      state.fill(9)
      const first = (await checkpoints.newest())!.parts.state as Float64Array
      first.fill(8)
      expect((await checkpoints.newest())!.parts.state).toEqual(Float64Array.of(1, 2, 3))
    })

    test('does not count one before which something could not be published', async () => {
      const { checkpoints, reopen } = open()
      await checkpoints.save(checkpoint(10), Promise.resolve(true))
      await checkpoints.save(checkpoint(20), Promise.resolve(false))
      expect((await checkpoints.newest())?.offset).toBe(10)
      expect((await reopen().newest())?.offset).toBe(10)
    })

    test('keeps one that was saved before the first batch', async () => {
      const { checkpoints } = open()
      await checkpoints.save(checkpoint(0, { now: -Infinity, parts: {} }))
      expect(await checkpoints.newest()).toEqual({ offset: 0, nextBatch: 0, now: -Infinity, parts: {} })
    })

    test('keeps a large state', async () => {
      const { checkpoints } = open()
      const numbers = Float64Array.from({ length: 100_000 }, (_, index) => index / 7)
      await checkpoints.save(checkpoint(10, { parts: { text: 'x'.repeat(100_000), numbers, last: Float64Array.of(1) } }))
      const { parts } = (await checkpoints.newest())!
      expect([parts.numbers.length, (parts.numbers as Float64Array)[99_999], parts.text.length, parts.last]).toEqual([100_000, 99_999 / 7, 100_000, Float64Array.of(1)])
    })
  })
}
