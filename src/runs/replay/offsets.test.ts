import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../engine/kernel/user-error.ts'
import { parseOffset } from './offsets.ts'

const AT = Date.UTC(2026, 10, 27, 4, 30)

describe('an offset', () => {
  it.each([
    ['start', null, null, { kind: 'start' }],
    ['end', null, null, { kind: 'end' }],
    ['stored', null, null, { kind: 'stored' }],
    ['1200', null, null, { kind: 'offset', records: 1200 }],
    ['3:1200', null, 3, { kind: 'offset', records: 1200 }],
    ['sales_events/3:1200', 'sales_events', 3, { kind: 'offset', records: 1200 }],
    ['promo.a-b_c/0:0', 'promo.a-b_c', 0, { kind: 'offset', records: 0 }],
    ['3:end', null, 3, { kind: 'end' }],
    ['+10', null, null, { kind: 'after-start', records: 10 }],
    ['-10', null, null, { kind: 'before-end', records: 10 }],
    ['3:-10', null, 3, { kind: 'before-end', records: 10 }],
    ['seq:9007199254740991', null, null, { kind: 'seq', seq: 9_007_199_254_740_991 }],
    [`@${AT / 1000}`, null, null, { kind: 'time', atMs: AT }],
    [`@${AT + 1}`, null, null, { kind: 'time', atMs: AT + 1 }],
    ['@2026-11-27T10:00:00+05:30', null, null, { kind: 'time', atMs: AT }],
    ['@2026-11-27T04:30Z', null, null, { kind: 'time', atMs: AT }],
    ['@-10m', null, null, { kind: 'time-before-end', byMs: 600_000 }],
    ['@-500ms', null, null, { kind: 'time-before-end', byMs: 500 }],
  ])('%s is understood', (text, topic, partition, position) => {
    expect(parseOffset(text, '--from')).toEqual({ text, place: '--from', topic, partition, position })
  })

  it.each([
    ['-10m', 'did you mean @-10m?'],
    ['10m', 'did you mean @-10m?'],
    ['@10m', 'did you mean @-10m?'],
    ['@-10', 'did you mean @-10s?'],
    ['@2026-11-27T10:00:00', 'did you mean @2026-11-27T10:00:00Z? Without its zone a time is ambiguous'],
    ['2026-11-27T10:00:00Z', 'did you mean @2026-11-27T10:00:00Z?'],
    ['@17958402001', 'an epoch time has 10 digits (s) or 13 (ms), and this has 11'],
    ['@2026-13-27T10:00:00Z', 'write for example @2026-11-27T04:30:00Z or @1795840200'],
    ['seq:-1', 'write a whole number from 0 to 2^53 − 1'],
    ['seq:', 'write a whole number from 0 to 2^53 − 1'],
    ['9007199254740992', 'write a whole number from 0 to 2^53 − 1'],
    ['', 'write for example --to start, --to 3:120000, --to @-10m'],
    ['1e3', 'write for example --to start, --to 3:120000, --to @-10m'],
    ['1.5', 'write for example --to start, --to 3:120000, --to @-10m'],
    ['a/b', 'write for example --to start, --to 3:120000, --to @-10m'],
    ['../x/3:1', 'write for example --to start, --to 3:120000, --to @-10m'],
    ['latest', 'write for example --to start, --to 3:120000, --to @-10m'],
  ])('%j is refused, and the fix is: %s', (text, fix) => {
    expect(mistakeOf(text)).toMatchObject({ code: 'bad_offset', place: '--to', value: text, fix, exitCode: 2 })
  })

  it('is understood or refused, whatever is written', () => {
    const near = fc.array(fc.constantFrom(...'@+-:/0189.TZms ', 'start', 'end', 'seq:', 'stored')).map((parts) => parts.join(''))
    fc.assert(fc.property(fc.oneof(near, fc.string()), (text) => void expect(mistakeOf(text) ?? parseOffset(text, '--to')).toBeDefined()))
  })
})

function mistakeOf(text: string): unknown {
  try {
    parseOffset(text, '--to')
    return undefined
  } catch (error) {
    if (error instanceof UserError) return error.mistake
    throw error
  }
}
