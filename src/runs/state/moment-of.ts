import type { BatchMark } from '../../adapters/embedded/segment-index.ts'
import { parseOffset, type Position, type WrittenOffset } from '../replay/offsets.ts'
import { Recording } from '../replay/recording.ts'
import { seqPlace } from '../replay/seq-place.ts'
import { UserError } from '../user-error.ts'
import type { Moment } from './partition-past.ts'

const FLAG = '--at'

/** What a partition has committed, from the first batch to the last. */
interface Span {
  readonly first: BatchMark
  readonly last: BatchMark
}

/** The moment of one partition that `--at` names: the record that it names still counts. */
export function momentOf(text: string, runDir: string, partition: number): Moment {
  const written = parseOffset(text, FLAG)
  const recording = Recording.open(runDir)
  const [first, last] = [recording.index(partition).first(), recording.index(partition).last()]
  if (!first || !last) throw refusal(text, `partition ${partition} has committed nothing`, 'name another run')
  refuseOtherPlaces(written, partition)
  if (written.position.kind === 'seq') return behindSeq(recording, written, written.position.seq, partition)
  return boundsOf(written, written.position, { first, last })
}

/** Of all partitions together: those records of this one that come before the next. */
function behindSeq(recording: Recording, written: WrittenOffset, seq: number, partition: number): Moment {
  const ends = recording.partitions.map((each) => recording.index(each).last()?.nextOffset ?? 0)
  return { offset: seqPlace(recording, ends, seq + 1, written)[partition] - 1 }
}

function boundsOf({ text }: WrittenOffset, position: Position, span: Span): Moment {
  switch (position.kind) {
    case 'time':
      return at(text, position.atMs, span)
    case 'time-before-end':
      return at(text, span.last.now - position.byMs, span)
    case 'offset':
    case 'after-start':
      return behind(text, position.records, span)
    case 'before-end':
      return behind(text, span.last.nextOffset - 1 - position.records, span)
    case 'end':
      return behind(text, span.last.nextOffset - 1, span)
    default:
      throw refusal(text, 'nothing is known there', 'write a time, as @2026-11-27T04:30:07Z, or seq: and the number of a record of the run')
  }
}

function at(text: string, now: number, { first, last }: Span): Moment {
  if (now >= first.now && now <= last.now) return { now }
  const rule = `the SKU’s partition was recorded from ${timeOf(first)} to ${timeOf(last)} of virtual time`
  throw outside(text, now < first.now, rule, now < first.now ? `write ${FLAG} @${timeOf(first)}` : `leave out ${FLAG} for the end`)
}

function behind(text: string, offset: number, { last: { nextOffset } }: Span): Moment {
  if (offset >= 0 && offset < nextOffset) return { offset }
  throw outside(text, offset < 0, `the SKU’s partition has the records 0 to ${nextOffset - 1}`, `write ${FLAG} ${offset < 0 ? 0 : nextOffset - 1}`)
}

const timeOf = ({ now }: BatchMark): string => new Date(now).toISOString()

function refuseOtherPlaces({ text, topic, partition: written }: WrittenOffset, partition: number): void {
  if (topic !== null) throw refusal(text, 'the records of all topics of a partition stand in one order', 'write the offset without its topic')
  if (written !== null && written !== partition) throw refusal(text, `the SKU lives in partition ${partition}`, `write it without ${written}:`)
}

function outside(value: string, isBefore: boolean, rule: string, fix: string): UserError {
  return new UserError({ code: 'outside_recording', message: `${FLAG} ${value} lies ${isBefore ? 'before the start' : 'past the end'} of the recording`, place: FLAG, value, rule, fix, exitCode: 2 })
}

function refusal(value: string, rule: string, fix: string): UserError {
  return new UserError({ code: 'bad_moment', message: `${FLAG} cannot be "${value}" here`, place: FLAG, value, rule, fix, exitCode: 2 })
}
