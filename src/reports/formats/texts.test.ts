import { describe, expect, it } from 'vitest'
import { countOf, milliseconds, money, number, percentOfBps, printable } from './texts.ts'

describe('money', () => {
  it.each<[minor: number, currency: string, text: string]>([
    [149_900, 'INR', 'INR 1,499.00'],
    [5, 'EUR', 'EUR 0.05'],
    [0, 'USD', 'USD 0.00'],
    [-1, 'USD', 'USD -0.01'],
    [123_456_789, 'JPY', 'JPY 123,456,789'],
    [1234, 'KWD', 'KWD 1.234'],
    [9_007_199_254_740_991, 'USD', 'USD 90,071,992,547,409.91'],
    [100, 'no currency', 'no currency 1.00'],
  ])('%d %s is %s', (minor, currency, text) => {
    expect(money(minor, currency)).toBe(text)
  })
})

it('numbers are grouped and never rounded to what they are not', () => {
  expect([1_200_000, 0.98999, 8571.429, -0.5, null].map(number)).toEqual(['1,200,000', '0.98999', '8,571.429', '-0.5', 'not known'])
})

it('one thing is no plural', () => {
  expect([countOf(0, 'fault'), countOf(1, 'fault'), countOf(1200, 'batch', 'batches')]).toEqual(['0 faults', '1 fault', '1,200 batches'])
})

it('milliseconds become seconds where they are many, and microseconds where they are few', () => {
  expect([0, 0.003, 0.9995, 42.113, 999, 1000, 61_234].map(milliseconds)).toEqual(['0 ms', '3 µs', '999.5 µs', '42.11 ms', '999 ms', '1 s', '61.23 s'])
})

it('basis points become percent', () => {
  expect([2941, -1467, 0].map(percentOfBps)).toEqual(['29.41 %', '-14.67 %', '0 %'])
})

it('nothing printable steers a terminal or begins a line', () => {
  expect(printable('a\u001B[31mb\nc\r\u0007d\u202Ee\u2028f\uD800')).toBe('a\uFFFD[31mb\uFFFDc\uFFFD\uFFFDd\uFFFDe\uFFFDf\uFFFD')
  expect(printable('Käse ₹ 😀')).toBe('Käse ₹ 😀')
})
