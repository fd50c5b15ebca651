import { describe, expect, it } from 'vitest'
import { Pacer, parseSpeed } from './pacer.ts'

describe('a speed', () => {
  it.each([['1x', 1], ['2x', 2], ['0.5x', 0.5], ['1000x', 1000], ['max', 'max']])('%s is %s', (text, speed) => {
    expect(parseSpeed(text)).toBe(speed)
  })

  it.each(['0x', '0', '-1x', '2', 'Infinityx', 'infinite', '1e9x', '1001x', 'x', '', 'NaNx', 'MAX'])('is not %j', (text) => {
    expect(parseSpeed(text)).toBeUndefined()
  })
})

describe('a recording is replayed', () => {
  const dues = (pacer: Pacer) => [1000, 1000, 1100, 5100, 5200].map((now) => pacer.dueMs(now))

  it.each([
    ['with its own gaps', new Pacer(1), [0, 0, 100, 4100, 4200]],
    ['twice as fast', new Pacer(2), [0, 0, 50, 2050, 2100]],
    ['slower', new Pacer(0.5), [0, 0, 200, 8200, 8400]],
    ['with short gaps', new Pacer(1, 500), [0, 0, 100, 600, 700]],
    ['twice as fast, with short gaps of recorded time', new Pacer(2, 500), [0, 0, 50, 300, 350]],
    ['at once', new Pacer('max'), [0, 0, 0, 0, 0]],
  ])('%s', (_, pacer, expected) => {
    expect(dues(pacer)).toEqual(expected)
  })

  it('given time that goes back, then it waits for nothing twice', () => {
    const pacer = new Pacer(1)
    expect([1000, 2000, 1500, 2000, 2100].map((now) => pacer.dueMs(now))).toEqual([0, 1000, 1000, 1000, 1100])
  })
})
