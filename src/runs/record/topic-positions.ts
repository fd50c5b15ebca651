import type { KafkaClient } from '../../adapters/kafka/client.ts'
import type { Bounds } from '../../adapters/kafka/records.ts'
import { offsetsAtTime, topicEnds } from '../../adapters/kafka/topic-ends.ts'
import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import type { WrittenOffset } from '../replay/offsets.ts'
import { UserError } from '../user-error.ts'

/** The next offset by partition. */
export type Places = ReadonlyMap<number, number>

/** Throws a UserError at a place in a topic or a partition that is not there, and at two of one. `counts`: partitions by topic. */
export function refuseWrongPlaces(counts: ReadonlyMap<string, number>, written: readonly WrittenOffset[]): void {
  const topics = [...counts.keys()]
  for (const [index, each] of written.entries()) {
    const { place, text, topic, partition } = each
    if (topic !== null && !counts.has(topic)) throw refusal(each, `${place}: ${topic} is not among the topics`, `one of ${topics.join(', ')}`, didYouMean(topic, topics) || `write for example ${place} ${topics[0]}/${partition}:start`)
    const partitions = topic === null ? Math.max(...counts.values()) : counts.get(topic)!
    if (partition !== null && partition >= partitions) throw refusal(each, `${place}: there is no partition ${partition} in ${topic ?? topics.join(', ')}`, `partitions 0 to ${partitions - 1}`, `write for example ${place} ${partitions - 1}:start`)
    const again = written.slice(0, index).find((other) => other.topic === topic && other.partition === partition)
    if (again) throw refusal(each, `${place} is given twice for the same`, 'one place a topic and partition', `leave out ${place} ${text}`)
  }
}

/** Throws a UserError where what is asked for ends before it begins. `ranges`: both places of each partition. */
export function refuseBackwards([from]: readonly WrittenOffset[], [to]: readonly WrittenOffset[], ranges: readonly (readonly [begin: number, end: number])[]): void {
  if (!from || !to) return
  if (ranges.some(([begin, end]) => begin > end) || atMsOf(from) > atMsOf(to)) throw refusal(from, `--from ${from.text} comes after --to ${to.text}`, '--from comes before --to', 'exchange the two, or leave one out')
}

/** NaN: it is no time, and is neither before nor after one. */
function atMsOf({ position }: WrittenOffset): number {
  if (position.kind === 'time') return position.atMs
  return position.kind === 'time-before-end' ? Date.now() - position.byMs : NaN
}

/** What `--from` or `--to` says about a topic's partitions; what they say nothing about is `otherwise`. */
export async function placesOf(client: KafkaClient, topic: string, written: readonly WrittenOffset[], otherwise: 'low' | 'end'): Promise<Places> {
  const bounds = await topicEnds(client, topic)
  const places = new Map<number, number>()
  for (const [partition, bound] of bounds) {
    const own = written.findLast((each) => isAbout(each, topic, partition))
    places.set(partition, own ? await placeOf(client, topic, partition, bound, own) : bound[otherwise])
  }
  return places
}

const isAbout = ({ topic, partition }: WrittenOffset, name: string, number: number): boolean => (topic === null || topic === name) && (partition === null || partition === number)

async function placeOf(client: KafkaClient, topic: string, partition: number, { low, end }: Bounds, written: WrittenOffset): Promise<number> {
  const within = (offset: number) => Math.min(Math.max(offset, low), end)
  const { position } = written
  switch (position.kind) {
    case 'start':
      return low
    case 'end':
      return end
    case 'offset':
      return inside(position.records, { low, end }, written, `${topic}/${partition}`)
    case 'after-start':
      return within(low + position.records)
    case 'before-end':
      return within(end - position.records)
    case 'time':
      return atTime(client, topic, partition, position.atMs, end)
    case 'time-before-end':
      return atTime(client, topic, partition, Date.now() - position.byMs, end)
    default:
      throw refusal(written, `${written.place} ${written.text} means nothing in a topic`, 'seq: is the order of a run, and stored the place of a group', 'write an offset or a time')
  }
}

async function atTime(client: KafkaClient, topic: string, partition: number, atMs: number, end: number): Promise<number> {
  const offset = (await offsetsAtTime(client, topic, atMs)).get(partition) ?? end
  return offset < 0 ? end : offset
}

function inside(offset: number, { low, end }: Bounds, written: WrittenOffset, place: string): number {
  if (offset >= low && offset <= end) return offset
  const where = offset < low ? 'before the start' : 'past the end'
  throw refusal(written, `${written.place} ${written.text} lies ${where} of ${place}`, low === end ? `${place} holds nothing` : `${place} holds the offsets ${low} to ${end}, the last not included`, `write ${offset < low ? 'start' : 'end'}`)
}

function refusal({ place, text }: WrittenOffset, message: string, rule: string, fix: string): UserError {
  return new UserError({ code: 'outside_topic', message, place, value: text, rule, fix, exitCode: 2 })
}
