import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import type { WrittenOffset } from './offsets.ts'
import type { Recording } from './recording.ts'
import { seqPlace } from './seq-place.ts'
import { INPUT_TOPICS, topicPlace } from './topic-place.ts'

/** What is replayed of a partition: its records from `from` up to, not including, `to`. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface WrittenRange {
  readonly from: readonly WrittenOffset[]
  readonly to: readonly WrittenOffset[]
  /** The one that offsets without a topic are about; null: the log's own count. */
  readonly topic: string | null
  /** Where a group has come to, by partition; undefined where it has no place yet. */
  readonly stored?: readonly number[]
}

/** By partition. Every place that is not in the recording, and a range that holds nothing, is a UserError. */
export function spansOf(recording: Recording, { from, to, topic, stored }: WrittenRange): readonly Span[] {
  const ends = recording.partitions.map((partition) => recording.index(partition).last()?.nextOffset ?? 0)
  refuseEmpty(recording, ends)
  const places = new Places(recording, ends, topic, stored)
  const begin = places.ofAll(from, (partition) => stored?.[partition] ?? 0)
  const end = places.ofAll(to, (partition) => ends[partition])
  const spans = recording.partitions.map((partition) => ({ from: begin[partition], to: end[partition] }))
  refuseBackwards(spans, from, to)
  return spans
}

class Places {
  readonly #recording: Recording
  readonly #ends: readonly number[]
  readonly #topic: string | null
  readonly #stored: readonly number[] | undefined

  constructor(recording: Recording, ends: readonly number[], topic: string | null, stored: readonly number[] | undefined) {
    this.#recording = recording
    this.#ends = ends
    this.#topic = topic
    this.#stored = stored
  }

  /** What is said about one partition counts for it; what is said about none, for the others. */
  ofAll(written: readonly WrittenOffset[], otherwise: (partition: number) => number): readonly number[] {
    const { partitions } = this.#recording
    refuseTwice(written)
    for (const offset of written) refuseUnknown(offset, partitions.length)
    const general = written.find(({ partition }) => partition === null)
    const ofAll = general && this.#places(general, partitions)
    return partitions.map((partition) => {
      const own = written.find((offset) => offset.partition === partition)
      return own ? this.#places(own, [partition])[0] : (ofAll?.[partition] ?? otherwise(partition))
    })
  }

  /** A count may lie beyond a short partition, but not beyond all that it is about. */
  #places(written: WrittenOffset, partitions: readonly number[]): readonly number[] {
    const { position } = written
    if (position.kind === 'seq') return seqPlace(this.#recording, this.#ends, position.seq, written)
    if (position.kind === 'time') return this.#at(position.atMs, written, partitions)
    if (position.kind === 'time-before-end') return this.#at(this.#recording.endsAt()! - position.byMs, written, partitions)
    const places = partitions.map((partition) => this.#place(written, partition))
    if (places.every((place) => place < 0)) throw outside(written, 'before the start', this.#extent(partitions))
    if (places.every((place, index) => place > this.#ends[partitions[index]])) throw outside(written, 'past the end', this.#extent(partitions))
    return places.map((place, index) => Math.min(Math.max(0, place), this.#ends[partitions[index]]))
  }

  #place(written: WrittenOffset, partition: number): number {
    const { position, topic } = written
    const end = this.#ends[partition]
    switch (position.kind) {
      case 'start':
        return 0
      case 'end':
        return end
      case 'stored':
        return this.#storedPlace(written, partition)
      case 'offset':
        return topicPlace(this.#recording, { partition, topic: topic ?? this.#topic, offset: position.records }, end)
      case 'after-start':
        return position.records
      case 'before-end':
        return end - position.records
      default:
        throw new Error(`${position.kind} is no place in a partition`)
    }
  }

  /** A partition may have ended before; the recording as a whole has not. */
  #at(now: number, written: WrittenOffset, partitions: readonly number[]): readonly number[] {
    const recording = this.#recording
    if (now < recording.beginsAt()!) throw outside(written, 'before the start', this.#extent(partitions))
    if (now > recording.endsAt()!) throw outside(written, 'past the end', this.#extent(partitions))
    return partitions.map((partition) => recording.index(partition).atTime(now)?.firstOffset ?? this.#ends[partition])
  }

  #storedPlace(written: WrittenOffset, partition: number): number {
    if (this.#stored) return this.#stored[partition]
    const rule = 'stored is where a group has come to in this recording'
    throw refusal('nothing_stored', written, `${written.place} stored: nothing is stored`, rule, 'name a --group that has replayed it before, or leave out --from to begin at the start')
  }

  #extent(partitions: readonly number[]): string {
    const { length } = partitions
    const [begins, ends] = [this.#recording.beginsAt()!, this.#recording.endsAt()!].map((now) => new Date(now).toISOString())
    const offsets = length === 1 ? `partition ${partitions[0]} has the offsets 0 to ${this.#ends[partitions[0]] - 1}` : `the partitions have up to ${Math.max(...this.#ends)} records`
    return `${offsets}, from ${begins} to ${ends} of virtual time`
  }
}

function refuseEmpty({ dir }: Recording, ends: readonly number[]): void {
  if (ends.some((end) => end > 0)) return
  throw new UserError({ code: 'empty_recording', message: 'nothing was committed in this recording', place: dir, rule: 'a recording has at least one committed batch', fix: 'name another run; promo runs lists them', exitCode: 104 })
}

function refuseTwice(written: readonly WrittenOffset[]): void {
  const again = written.find((offset, index) => written.slice(0, index).some(({ partition }) => partition === offset.partition))
  if (!again) return
  const what = again.partition === null ? 'all partitions' : `partition ${again.partition}`
  throw refusal('contradiction', again, `${again.place} is given twice for ${what}`, 'one place a partition', `leave out ${again.place} ${again.text}`)
}

function refuseUnknown(written: WrittenOffset, partitions: number): void {
  const { partition, topic } = written
  if (partition !== null && partition >= partitions) throw refusal('unknown_partition', written, `there is no partition ${partition} in this recording`, `partitions 0 to ${partitions - 1}`, `write for example ${written.place} ${partitions - 1}:0`)
  if (topic !== null) refuseUnknownTopic(topic, written)
}

/** Also for `--topic`. */
export function refuseUnknownTopic(topic: string, { place, text }: Pick<WrittenOffset, 'place' | 'text'>): void {
  if (INPUT_TOPICS.some((known) => known === topic)) return
  const rule = `one of ${INPUT_TOPICS.join(', ')}`
  throw refusal('unknown_topic', { place, text }, `there is no topic ${topic} in this recording`, rule, didYouMean(topic, INPUT_TOPICS) || `write for example ${place} ${text.replace(topic, INPUT_TOPICS[6])}`)
}

function refuseBackwards(spans: readonly Span[], from: readonly WrittenOffset[], to: readonly WrittenOffset[]): void {
  const backwards = spans.findIndex((span) => span.from > span.to)
  const isEmpty = spans.every((span) => span.from >= span.to)
  if (backwards < 0 && !isEmpty) return
  const at = Math.max(0, backwards)
  const [first, last] = [from, to].map((written) => (written.find(({ partition }) => partition === at) ?? written[0])?.text)
  const written = { place: first === undefined ? '--to' : '--from', text: first ?? last ?? 'stored' }
  const rule = `--from comes before --to; in partition ${at} they are ${spans[at].from} and ${spans[at].to}`
  if (backwards < 0) throw refusal('nothing_to_replay', written, 'there is nothing between --from and --to', rule, fixOfNothing(first, last))
  const message = first === undefined ? `--to ${written.text} comes before what the group has come to` : `--from ${first} comes after --to ${last ?? 'end'}`
  throw refusal('from_after_to', written, message, rule, first === undefined ? 'write a later --to, or name another --group' : 'exchange the two, or leave one out')
}

function fixOfNothing(from: string | undefined, to: string | undefined): string {
  if (from !== undefined && to !== undefined) return 'write an earlier --from or a later --to, or leave one out'
  if (from !== undefined) return 'write an earlier --from, or start'
  return to === undefined ? 'the group has come to the end; begin again with --from start' : 'write a later --to, or end'
}

function outside(written: WrittenOffset, where: string, extent: string): UserError {
  const [earlier, later] = written.position.kind.startsWith('time') ? ['an earlier one', 'a later one'] : ['a smaller one', 'a greater one']
  const end = written.place === '--to' ? ', or end' : ''
  const fix = where === 'past the end' ? `write ${earlier}${end}` : `write ${later}, or start`
  return refusal('outside_recording', written, `${written.place} ${written.text} lies ${where} of the recording`, extent, fix)
}

export function refusal(code: string, { place, text }: Pick<WrittenOffset, 'place' | 'text'>, message: string, rule: string, fix: string): UserError {
  return new UserError({ code, message, place, value: text, rule, fix, exitCode: 2 })
}
