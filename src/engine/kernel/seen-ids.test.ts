import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SeenIds } from './seen-ids.ts'

const WINDOW_MS = 1000
const START = 1_795_840_200_000
/** Times and a length before the rows, which may always change. */
const HEADER = 3

/** What is asked for, in the plainest way: the time of each id's acceptance, never forgotten; time that goes back stands still. */
class PlainIds {
  readonly #windowMs: number
  readonly #acceptedAt = new Map<string, number>()
  #latest = -Infinity

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  seen(id: string, at: number): boolean {
    const now = (this.#latest = Math.max(at, this.#latest))
    const acceptedAt = this.#acceptedAt.get(id)
    if (acceptedAt !== undefined && now - acceptedAt < this.#windowMs) return true
    this.#acceptedAt.set(id, now)
    return false
  }
}

const reloaded = (ids: SeenIds): SeenIds => reloadedAs(WINDOW_MS, ids)

function reloadedAs(windowMs: number, ids: SeenIds): SeenIds {
  const loaded = new SeenIds(windowMs)
  loaded.load(ids.save().slice())
  return loaded
}

/** From far less than a chunk's reach to far more; gaps of no time, of a part of the window, of more than two, and backwards. */
const asked = fc.integer({ min: 1, max: 300_000 }).chain((windowMs) =>
  fc.record({
    windowMs: fc.constant(windowMs),
    questions: fc.array(
      fc.record({
        ids: fc.oneof({ weight: 9, arbitrary: fc.array(fc.nat(12), { minLength: 1, maxLength: 3 }) }, { weight: 1, arbitrary: fc.nat(1000).map((first) => Array.from({ length: 700 }, (_, n) => 13 + first + n)) }),
        gapMs: fc.oneof(fc.constant(0), fc.nat(Math.ceil(windowMs / 5)), fc.nat(Math.ceil(windowMs * 2.5)), fc.integer({ min: -3 * windowMs, max: -1 })),
        isReloaded: fc.boolean(),
      }),
      { maxLength: 40 },
    ),
  }),
)

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

  test('answers as a plain map does, whatever the window is and whatever comes when, saved and loaded or not', () => {
    fc.assert(
      fc.property(asked, ({ windowMs, questions }) => {
        let ids = new SeenIds(windowMs)
        const model = new PlainIds(windowMs)
        let now = START
        for (const { ids: together, gapMs, isReloaded } of questions) {
          now += gapMs
          if (isReloaded) ids = reloadedAs(windowMs, ids)
          const names = together.map((n) => `g1-0-${n}`)
          expect(names.map((name) => ids.seen(name, now))).toEqual(names.map((name) => model.seen(name, now)))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('takes no more memory for a time that goes to and fro', () => {
    const ids = new SeenIds(WINDOW_MS)
    for (let n = 0; n < 5_000; n++) ids.seen(`g1-3-${n}`, START + (n % 2 ? 500 : 0))
    expect(ids.save().byteLength / 5_000).toBeLessThan(11.5)
  })

  test('grows: 50,000 ids are all known, and no other is taken for one of them', () => {
    let ids = new SeenIds(WINDOW_MS)
    const fresh = Array.from({ length: 50_000 }, (_, n) => ids.seen(`g1-3-${n}`, START + (n >> 8)))
    ids = reloaded(ids)
    const again = Array.from({ length: 50_000 }, (_, n) => ids.seen(`g1-3-${n}`, START + 200))
    const others = Array.from({ length: 50_000 }, (_, n) => ids.seen(`g1-4-${n}`, START + 200))
    expect([fresh.includes(true), again.includes(false), others.includes(true)]).toEqual([false, false, false])
  })

  test.each([false, true])('knows few ids of a long window to the millisecond (saved and loaded: %s)', (isReloaded) => {
    const hourMs = 3_600_000
    let ids = new SeenIds(hourMs)
    const minutes = Array.from({ length: 59 }, (_, minute) => minute)
    expect(minutes.map((minute) => ids.seen(`at-${minute}`, START + minute * 60_000))).not.toContain(true)
    if (isReloaded) ids = reloadedAs(hourMs, ids)
    for (const minute of minutes) {
      const [last, over] = [hourMs - 1, hourMs].map((laterMs) => START + minute * 60_000 + laterMs)
      expect([ids.seen(`at-${minute}`, last), ids.seen(`at-${minute}`, over)]).toEqual([true, false])
    }
  })

  test('remembers no more than two windows', () => {
    const ids = new SeenIds(WINDOW_MS)
    const sizes: number[] = []
    for (let now = START; now < START + 10 * WINDOW_MS; now += 1) {
      ids.seen(`at-${now}`, now)
      if (now % 100 === 0) sizes.push(ids.save().length)
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(3 * WINDOW_MS)
  })

  test('a copy of what was saved does not change with what comes after', () => {
    const ids = new SeenIds(WINDOW_MS)
    ids.seen('a', START)
    const saved = ids.save().slice()
    ids.seen('b', START)
    const loaded = new SeenIds(WINDOW_MS)
    loaded.load(saved)
    expect([loaded.seen('a', START), loaded.seen('b', START)]).toEqual([true, false])
  })

  test('what was saved once stays where it is until its window has passed, so that saving again costs what has come since', () => {
    const ids = new SeenIds(WINDOW_MS)
    const at = (from: number, to: number, now: number) => {
      for (let n = from; n < to; n++) ids.seen(`g1-3-${n}`, now)
      return ids.save().slice()
    }
    const [before, after] = [at(0, 5_000, START + 10), at(5_000, 6_000, START + 20)]
    const differing = before.findIndex((double, index) => index >= HEADER && !Object.is(double, after[index]))
    expect(differing).toBeGreaterThan(before.length * 0.85)
  })

  test('takes about ten bytes an id, and gives back what a spike has taken', () => {
    const ids = new SeenIds(WINDOW_MS)
    for (let n = 0; n < 100_000; n++) ids.seen(`spike-${n}`, START + 1)
    expect(ids.save().byteLength / 100_000).toBeLessThan(10.5)
    for (let turn = 1; turn <= 3; turn++) ids.seen('quiet', START + turn * 2 * WINDOW_MS)
    expect(ids.save().buffer.byteLength).toBeLessThan(20_000)
  })
})
