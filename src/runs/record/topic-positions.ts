import type { KafkaClient } from '../../adapters/kafka/client.ts'
import type { Bounds } from '../../adapters/kafka/records.ts'
import { offsetsAtTime, topicEnds } from '../../adapters/kafka/topic-ends.ts'
import type { WrittenOffset } from '../replay/offsets.ts'
import { UserError } from '../user-error.ts'

/** The next offset by partition. */
export type Places = ReadonlyMap<number, number>

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
  throw refusal(written, `${written.place} ${written.text} lies ${where} of ${place}`, `${place} holds the offsets ${low} to ${end}, the last not included`, `write ${offset < low ? 'start' : 'end'}`)
}

function refusal({ place, text }: WrittenOffset, message: string, rule: string, fix: string): UserError {
  return new UserError({ code: 'outside_topic', message, place, value: text, rule, fix, exitCode: 2 })
}
