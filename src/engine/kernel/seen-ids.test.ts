import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SeenIds } from './seen-ids.ts'

const WINDOW_MS = 1000
const START = 1_795_840_200_000

/** What is asked for, in the plainest way: the time of each id's acceptance, never forgotten. */
class PlainIds {
  readonly #acceptedAt = new Map<string, number>()

  seen(id: string, now: number): boolean {
    const acceptedAt = this.#acceptedAt.get(id)
    if (acceptedAt !== undefined && now - acceptedAt < WINDOW_MS) return true
    this.#acceptedAt.set(id, now)
    return false
  }
}

const reloaded = (ids: SeenIds): SeenIds => {
  const loaded = new SeenIds(WINDOW_MS)
  loaded.load(ids.save().slice())
  return loaded
}

const asked = fc.array(fc.record({ id: fc.integer({ min: 0, max: 12 }).map((n) => `g1-0-${n}`), gapMs: fc.oneof(fc.nat(200), fc.nat(2500)), reload: fc.boolean() }), { maxLength: 60 })

describe('ids that were seen', () => {
  test('an id counts once within the window, and is new when it has passed', () => {
    const ids = new SeenIds(WINDOW_MS)
    expect(ids.seen('a', START)).toBe(false)
    expect(ids.seen('a', START + WINDOW_MS - 1)).toBe(true)
    expect(ids.seen('a', START + WINDOW_MS)).toBe(false)
    expect(ids.seen('a', START + WINDOW_MS + 1)).toBe(true)
  })

  test('the window begins with the acceptance: a duplicate does not prolong it', () => {
    const ids = new SeenIds(WINDOW_MS)
    ids.seen('a', START)
    for (let now = START; now < START + WINDOW_MS; now += 100) expect(ids.seen('a', now)).toBe(true)
    expect(ids.seen('a', START + WINDOW_MS)).toBe(false)
  })

  test('an id from the end of one generation outlives the turn to the next', () => {
    const ids = new SeenIds(WINDOW_MS)
    ids.seen('first', START)
    ids.seen('late', START + WINDOW_MS - 1)
    ids.seen('turns', START + WINDOW_MS)
    expect(ids.seen('late', START + 2 * WINDOW_MS - 2)).toBe(true)
    expect(ids.seen('late', START + 2 * WINDOW_MS - 1)).toBe(false)
  })

  test('answers as a plain map does, whatever comes when, saved and loaded or not', () => {
    fc.assert(
      fc.property(asked, (questions) => {
        let ids = new SeenIds(WINDOW_MS)
        const model = new PlainIds()
        let now = START
        for (const { id, gapMs, reload } of questions) {
          now += gapMs
          if (reload) ids = reloaded(ids)
          expect(ids.seen(id, now)).toBe(model.seen(id, now))
        }
      }),
    )
  })

  test('grows: 50,000 ids are all known, and no other is taken for one of them', () => {
    let ids = new SeenIds(WINDOW_MS)
    const fresh = Array.from({ length: 50_000 }, (_, n) => ids.seen(`g1-3-${n}`, START + (n >> 8)))
    ids = reloaded(ids)
    const again = Array.from({ length: 50_000 }, (_, n) => ids.seen(`g1-3-${n}`, START + 200))
    const others = Array.from({ length: 50_000 }, (_, n) => ids.seen(`g1-4-${n}`, START + 200))
    expect([fresh.includes(true), again.includes(false), others.includes(true)]).toEqual([false, false, false])
  })

  test('remembers no more than two windows', () => {
    const ids = new SeenIds(WINDOW_MS)
    const sizes: number[] = []
    for (let now = START; now < START + 10 * WINDOW_MS; now += 1) {
      ids.seen(`at-${now}`, now)
      if (now % 100 === 0) sizes.push(ids.save().length)
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2 + 3 * 2 * WINDOW_MS)
  })

  test('a save does not change with what comes after', () => {
    const ids = new SeenIds(WINDOW_MS)
    ids.seen('a', START)
    const saved = ids.save()
    ids.seen('b', START)
    const loaded = new SeenIds(WINDOW_MS)
    loaded.load(saved)
    expect([loaded.seen('a', START), loaded.seen('b', START)]).toEqual([true, false])
  })
})
