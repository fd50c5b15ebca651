import { DURATION_RULE, parseDuration } from '../../engine/kernel/durations.ts'
import { UserError } from '../../engine/kernel/user-error.ts'

/** Where in a recording somebody wants to begin or to stop. Times are virtual epoch milliseconds, offsets count records. */
export type Position =
  | { readonly kind: 'start' | 'end' | 'stored' }
  | { readonly kind: 'offset' | 'after-start' | 'before-end'; readonly records: number }
  | { readonly kind: 'seq'; readonly seq: number }
  | { readonly kind: 'time'; readonly atMs: number }
  | { readonly kind: 'time-before-end'; readonly byMs: number }

/** A position as it was written, with the topic and the partition it is about; null: all of them. */
export interface WrittenOffset {
  readonly text: string
  /** The flag it stood behind. */
  readonly place: string
  readonly topic: string | null
  readonly partition: number | null
  readonly position: Position
}

export const OFFSET_RULE =
  'start, end, stored, [[topic/]partition:]n, +n after the start, -n before the end, seq:n, or @ and a time: epoch s or ms, ISO 8601 with its zone, or @-10m back from the end'

const TOPIC = '[A-Za-z0-9._-]{1,249}'
const SCOPED = new RegExp(`^(?:(?:(${TOPIC})/)?(\\d{1,9}):)?(start|end|[+-]?\\d{1,16})$`)
const WHOLE = /^\d{1,16}$/
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/

/** Understands the offset grammar of `--from`, `--to` and `--at`; `place` is the flag, for whoever gets it wrong. */
export function parseOffset(text: string, place: string): WrittenOffset {
  const whole = (position: Position): WrittenOffset => ({ text, place, topic: null, partition: null, position })
  if (text === 'stored') return whole({ kind: text })
  if (text.startsWith('@')) return whole(timeOf(text, place))
  if (text.startsWith('seq:')) return whole({ kind: 'seq', seq: countOf(text.slice('seq:'.length), text, place) })
  const scoped = SCOPED.exec(text)
  if (!scoped) throw refusal(text, place, guessOf(text, place))
  const [, topic = null, partition, written] = scoped
  return { text, place, topic, partition: partition === undefined ? null : Number(partition), position: placeOf(written, text, place) }
}

function placeOf(written: string, text: string, place: string): Position {
  if (written === 'start' || written === 'end') return { kind: written }
  const kind = written.startsWith('+') ? 'after-start' : written.startsWith('-') ? 'before-end' : 'offset'
  return { kind, records: countOf(written.replace(/^[+-]/, ''), text, place) }
}

function countOf(digits: string, text: string, place: string): number {
  const count = Number(digits)
  if (!WHOLE.test(digits) || !Number.isSafeInteger(count)) throw refusal(text, place, 'write a whole number from 0 to 2^53 − 1')
  return count
}

function timeOf(text: string, place: string): Position {
  const written = text.slice(1)
  if (/^\d{10}$/.test(written)) return { kind: 'time', atMs: Number(written) * 1000 }
  if (/^\d{13}$/.test(written)) return { kind: 'time', atMs: Number(written) }
  if (written.startsWith('-')) return { kind: 'time-before-end', byMs: durationOf(written.slice(1), text, place) }
  const atMs = ISO.test(written) ? Date.parse(written) : NaN
  if (Number.isNaN(atMs)) throw refusal(text, place, timeFix(written))
  return { kind: 'time', atMs }
}

function durationOf(written: string, text: string, place: string): number {
  const durationMs = parseDuration(written)
  if (durationMs === undefined) throw refusal(text, place, /^\d+$/.test(written) ? `did you mean @-${written}s?` : `write ${DURATION_RULE}`)
  return durationMs
}

/** What is missing most often is the zone, then digits. */
function timeFix(written: string): string {
  if (parseDuration(written) !== undefined) return `did you mean @-${written}?`
  if (/^\d+$/.test(written)) return `an epoch time has 10 digits (s) or 13 (ms), and this has ${written.length}`
  const zoned = `${written}Z`
  if (ISO.test(zoned) && !Number.isNaN(Date.parse(zoned))) return `did you mean @${zoned}? Without its zone a time is ambiguous`
  return 'write for example @2026-11-27T04:30:00Z or @1795840200'
}

function guessOf(text: string, place: string): string {
  if (text.startsWith('-') && parseDuration(text.slice(1)) !== undefined) return `did you mean @${text}?`
  if (ISO.test(text) || /^\d{4}-\d\d-\d\dT/.test(text)) return `did you mean @${text}?`
  if (parseDuration(text) !== undefined) return `did you mean @-${text}?`
  return `write for example ${(place === '--at' ? ['@-10s', 'seq:12000', '3:120000'] : ['start', '3:120000', '@-10m']).map((example) => `${place} ${example}`).join(', ')}`
}

function refusal(text: string, place: string, fix: string): UserError {
  const message = `${place} cannot be ${text === '' ? 'empty' : `"${text}"`}`
  return new UserError({ code: 'bad_offset', message, place, value: text, rule: OFFSET_RULE, fix, exitCode: 2 })
}
