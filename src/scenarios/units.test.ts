import { expect, it } from 'vitest'
import { formatDuration, parseDuration } from '../engine/kernel/durations.ts'
import { parseRate } from './units.ts'

it.each<[string, number | undefined]>([
  ['500ms', 500],
  ['30s', 30_000],
  ['1.5s', 1_500],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['0s', 0],
  ['30', undefined],
  ['-10s', undefined],
  ['1:30', undefined],
  ['1e3s', undefined],
  ['30 s', undefined],
  ['', undefined],
  ['999999999999h', undefined],
])('reads the duration %j as %s', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs)
})

it.each<[string, number | undefined]>([
  ['20000', 20_000],
  ['20k', 20_000],
  ['0.5', 0.5],
  ['1.5M', 1_500_000],
  ['-1', undefined],
  ['NaN', undefined],
  ['1e309', undefined],
  ['20K', undefined],
])('reads the rate %j as %s', (text, rate) => {
  expect(parseRate(text)).toBe(rate)
})

it.each([
  [0, '0s'],
  [250, '250ms'],
  [90_000, '90s'],
  [300_000, '5m'],
  [7_200_000, '2h'],
])('writes %i ms as %s, which reads back', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text)
  expect(parseDuration(text)).toBe(durationMs)
})
