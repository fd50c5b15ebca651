import { UserError } from '../../engine/kernel/user-error.ts'
import type { BatchMark } from '../../adapters/embedded/segment-index.ts'
import { mergeByTime } from './merge-by-time.ts'
import type { WrittenOffset } from './offsets.ts'
import type { Recording } from './recording.ts'

interface PartitionMark extends BatchMark {
  readonly partition: number
}

/**
 * The offset in every partition at which the run's record `seq` is next, where all batches stand in one order: by their
 * `now`, at the same moment by partition. Counted from 0, every line of every log is one record of it. Searches times:
 * what stands before a moment is the sum of the partitions' offsets there, and segments bound it.
 */
export function seqPlace(recording: Recording, ends: readonly number[], seq: number, written: WrittenOffset): readonly number[] {
  const total = ends.reduce((sum, end) => sum + end, 0)
  if (seq > total) throw pastTheEnd(written, total)
  const places = offsetsAt(recording, ends, lastMomentBefore(recording, ends, seq))
  let before = places.reduce((sum, place) => sum + place, 0)
  for (const { partition, firstOffset, nextOffset } of marksFrom(recording, places)) {
    const taken = Math.min(nextOffset - firstOffset, seq - before)
    places[partition] = firstOffset + taken
    before += taken
    if (before >= seq) break
  }
  return places
}

/**
 * The latest begin of a segment before which surely no more than `seq` records stand: from there on, batches are counted.
 * That is no more than a segment or two of each partition; to know it better, as much would have to be read.
 */
function lastMomentBefore(recording: Recording, ends: readonly number[], seq: number): number {
  const indexes = recording.partitions.map((partition) => recording.index(partition))
  const moments = indexes.flatMap((index) => index.segments.flatMap((segment) => index.firstOf(segment)?.now ?? [])).sort((a, b) => a - b)
  const mostBefore = (now: number) => indexes.reduce((sum, index, partition) => sum + Math.min(index.mostBefore(now), ends[partition]), 0)
  let [low, high] = [0, moments.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (mostBefore(moments[middle]) <= seq) low = middle
    else high = middle - 1
  }
  return moments[low] ?? 0
}

const offsetsAt = (recording: Recording, ends: readonly number[], now: number): number[] =>
  recording.partitions.map((partition) => recording.index(partition).atTime(now)?.firstOffset ?? ends[partition])

function marksFrom(recording: Recording, places: readonly number[]): Generator<PartitionMark> {
  return mergeByTime(recording.partitions.map((partition) => marksOf(recording, partition, places[partition])))
}

function* marksOf(recording: Recording, partition: number, from: number): Generator<PartitionMark> {
  const index = recording.index(partition)
  const first = index.segments.findLastIndex(({ base }) => base <= from)
  for (const segment of index.segments.slice(Math.max(0, first))) {
    for (const mark of index.marksOf(segment)) if (mark.firstOffset >= from) yield { partition, ...mark }
  }
}

function pastTheEnd({ place, text }: WrittenOffset, total: number): UserError {
  const rule = `the recording has ${total} records in all, counted from 0`
  return new UserError({ code: 'outside_recording', message: `${place} ${text} lies past the end of the recording`, place, value: text, rule, fix: 'write a smaller one, or end', exitCode: 2 })
}
