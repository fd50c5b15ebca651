import { expect, it } from 'vitest'
import { parseStart } from './local-time.ts'

it.each<[sentence: string, written: string, zone: string, expected: string]>([
  ['a local time is read in its zone', '2026-11-27T10:00', 'Asia/Kolkata', '2026-11-27T04:30:00Z'],
  ['seconds may be written', '2026-11-27T10:00:15', 'Asia/Kolkata', '2026-11-27T04:30:15Z'],
  ['summer time counts in summer', '2026-07-01T12:00', 'Europe/Berlin', '2026-07-01T10:00:00Z'],
  ['and not in winter', '2026-01-01T12:00', 'Europe/Berlin', '2026-01-01T11:00:00Z'],
  ['an hour before the clocks go forward', '2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00Z'],
  ['the first minute after', '2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['a time that occurs twice is the first of the two', '2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
  ['the same west of Greenwich', '2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00Z'],
  ['half an hour of summer time', '2026-01-10T12:00', 'Australia/Lord_Howe', '2026-01-10T01:00:00Z'],
  ['UTC is a zone', '2026-01-01T00:00', 'UTC', '2026-01-01T00:00:00Z'],
  ['an offset needs no zone', '2026-11-27T10:00+05:30', 'nowhere', '2026-11-27T04:30:00Z'],
  ['nor does Z', '2026-11-27T10:00Z', 'nowhere', '2026-11-27T10:00:00Z'],
  ['a leap day exists in a leap year', '2028-02-29T10:00Z', 'UTC', '2028-02-29T10:00:00Z'],
])('%s', (_sentence, written, zone, expected) => {
  expect(parseStart(written, zone)).toBe(Date.parse(expected))
})

it.each([
  ['2026-02-29T10:00', 'UTC', 'no_such_time'],
  ['2026-13-01T10:00', 'UTC', 'no_such_time'],
  ['2026-01-01T24:30', 'UTC', 'no_such_time'],
  ['2026-01-01T10:00', 'Mars/Olympus', 'no_such_zone'],
  ['2026-03-29T02:00', 'Europe/Berlin', 'in_dst_gap'],
  ['2026-03-29T02:59', 'Europe/Berlin', 'in_dst_gap'],
  ['2026-03-08T02:30', 'America/New_York', 'in_dst_gap'],
])('%s in %s: %s', (written, zone, problem) => {
  expect(parseStart(written, zone)).toBe(problem)
})
