import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { didYouMean, nearestWord } from './nearest-word.ts'

const SCENARIOS = ['flash-sale', 'steady', 'spike-10x', 'canary']

describe('the nearest word', () => {
  test.each([
    ['flash-sale', 'flash-sale'],
    ['flashsale', 'flash-sale'],
    ['Flash-Sale', 'flash-sale'],
    ['stedy', 'steady'],
    ['sptike-10x', 'spike-10x'],
    ['canray', 'canary'],
  ])('to %j is %j', (typed, word) => {
    expect(nearestWord(typed, SCENARIOS)).toBe(word)
  })

  test.each(['', 'black-friday', 'xyz', 'an', 'flash'])('there is none for %j', (typed) => {
    expect(nearestWord(typed, SCENARIOS)).toBeUndefined()
  })

  test('at most a third of the letters may differ', () => {
    expect(nearestWord('abcxyz', ['abcdef'])).toBeUndefined()
    expect(nearestWord('abcdxy', ['abcdef'])).toBe('abcdef')
  })

  test('never more than three letters, however long the word', () => {
    expect(nearestWord('xxxxefghijklmnop', ['abcdefghijklmnop'])).toBeUndefined()
    expect(nearestWord('xxxdefghijklmnop', ['abcdefghijklmnop'])).toBe('abcdefghijklmnop')
  })

  test('of several the nearest, and of equals the first', () => {
    expect(nearestWord('steadi', ['steady-state', 'stead', 'steady'])).toBe('stead')
    expect(nearestWord('steedy', ['steady', 'steeds'])).toBe('steady')
  })

  test('a known word is its own nearest, also among others', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, selector: (word) => word.toLowerCase() }), (words) => words.every((word) => nearestWord(word, words) === word)))
  })
})

describe('did you mean', () => {
  test('asks where a word is near, and says nothing otherwise', () => {
    expect(didYouMean('stedy', SCENARIOS)).toBe('did you mean "steady"?')
    expect(didYouMean('qqqq', SCENARIOS)).toBe('')
  })
})
