import { expect, it } from 'vitest'
import { TimeAxis } from './time-axis.ts'

const axis = new TimeAxis(20, 60_000)

it('has its start, its middle and its end in its ruler', () => {
  expect(axis.ruler()).toBe('0 ms    30 s    60 s')
})

it.each<[sentence: string, startMs: number, endMs: number, drawn: string]>([
  ['a third of the run', 20_000, 40_000, '      ████████'],
  ['what ends where a column begins', 30_000, 45_000, '          █████'],
  ['the whole run', 0, 60_000, '█'.repeat(20)],
  ['an instant', 30_000, 30_000, '          ▼'],
  ['an instant at the end', 60_000, 60_000, `${' '.repeat(19)}▼`],
  ['something very short', 30_000, 30_001, '          █'],
])('draws %s', (_sentence, startMs, endMs, drawn) => {
  expect(axis.span({ name: '', startMs, endMs })).toBe(drawn)
})

it('draws rates by their share of the highest', () => {
  expect(axis.heights([0, 1, 4, 8])).toBe(' ▁▄█')
})
