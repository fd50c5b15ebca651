import { partitionDir, segmentsOf } from '../../adapters/embedded/segment-files.ts'
import { committedBatches } from '../../adapters/embedded/segment-log.ts'
import type { CommittedBatch } from '../../engine/kernel/ports.ts'
import { parseOffset, type Position, type WrittenOffset } from '../replay/offsets.ts'
import { UserError } from '../user-error.ts'
import type { Moment } from './partition-past.ts'

const FLAG = '--at'

/** What a partition has committed, from the first batch to the last. */
interface Span {
  readonly first: CommittedBatch
  readonly last: CommittedBatch
}

/** The moment of one partition that `--at` names. A SKU lives in one partition, so `seq:n` is the line n of its log. */
export function momentOf(text: string, runDir: string, partition: number): Moment {
  const written = parseOffset(text, FLAG)
  const span = spanOf(partitionDir(runDir, partition))
  if (!span) throw refusal(text, `partition ${partition} has committed nothing`, 'name another run')
  refuseOtherPlaces(written, partition)
  return boundsOf(written, written.position, span)
}

function boundsOf({ text }: WrittenOffset, position: Position, span: Span): Moment {
  switch (position.kind) {
    case 'time':
      return at(text, position.atMs, span)
    case 'time-before-end':
      return at(text, span.last.now - position.byMs, span)
    case 'seq':
      return behind(text, position.seq, span)
    case 'offset':
    case 'after-start':
      return behind(text, position.records, span)
    case 'before-end':
      return behind(text, span.last.nextOffset - 1 - position.records, span)
    case 'end':
      return behind(text, span.last.nextOffset - 1, span)
    default:
      throw refusal(text, 'nothing is known there', 'write a time, as @2026-11-27T04:30:07Z, or seq: and the number of a record')
  }
}

function at(text: string, now: number, { first, last }: Span): Moment {
  if (now >= first.now && now <= last.now) return { now }
  const rule = `the SKU’s partition was recorded from ${timeOf(first)} to ${timeOf(last)} of virtual time`
  throw outside(text, now < first.now, rule, now < first.now ? `write ${FLAG} @${timeOf(first)}` : `leave out ${FLAG} for the end`)
}

function behind(text: string, offset: number, { last: { nextOffset } }: Span): Moment {
  if (offset >= 0 && offset < nextOffset) return { offset }
  throw outside(text, offset < 0, `the SKU’s partition has the records 0 to ${nextOffset - 1}`, `write ${FLAG} seq:${offset < 0 ? 0 : nextOffset - 1}`)
}

/** Segments begin with a batch, so the last batch stands in the last segment that has a whole one. */
function spanOf(dir: string): Span | undefined {
  const first = committedBatches(dir, 0).next().value as CommittedBatch | undefined
  if (!first) return undefined
  for (const { base } of segmentsOf(dir).toReversed()) {
    const last = lastOf(committedBatches(dir, base))
    if (last) return { first, last }
  }
  return undefined
}

function lastOf<Value>(values: Iterable<Value>): Value | undefined {
  let last: Value | undefined
  for (const value of values) last = value
  return last
}

const timeOf = ({ now }: CommittedBatch): string => new Date(now).toISOString()

function refuseOtherPlaces({ text, topic, partition: written }: WrittenOffset, partition: number): void {
  if (topic !== null) throw refusal(text, 'records of all topics stand in one order here', 'write seq: and the number of a record')
  if (written !== null && written !== partition) throw refusal(text, `the SKU lives in partition ${partition}`, `write it without ${written}:`)
}

function outside(value: string, isBefore: boolean, rule: string, fix: string): UserError {
  return new UserError({ code: 'outside_recording', message: `${FLAG} ${value} lies ${isBefore ? 'before the start' : 'past the end'} of the recording`, place: FLAG, value, rule, fix, exitCode: 2 })
}

function refusal(value: string, rule: string, fix: string): UserError {
  return new UserError({ code: 'bad_moment', message: `${FLAG} cannot be "${value}" here`, place: FLAG, value, rule, fix, exitCode: 2 })
}
