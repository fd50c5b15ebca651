import { readText } from '../../adapters/files/text-file.ts'
import { linesOfText, objectOf, refusal } from '../record/formats/line.ts'

/** Records that people have mended. */
export interface Repairs {
  /** By the place of the dead letter, or by the event's id. */
  readonly byPlace: ReadonlyMap<string, string>
  readonly byId: ReadonlyMap<string, string>
}

export const NO_REPAIRS: Repairs = { byPlace: new Map(), byId: new Map() }

const PLACE = /^\d+:\d+$/
const RULE = 'each line is an event with the id of the dead one, or {"deadLetter":"3:17","record":{…}} where that has no id'

/** A file of JSON lines. Throws a UserError at the first line that mends nothing. */
export async function readRepairs(file: string): Promise<Repairs> {
  const [byPlace, byId] = [new Map<string, string>(), new Map<string, string>()]
  for await (const line of linesOfText(readText(file), file)) {
    const { deadLetter, record, ...event } = objectOf(line)
    if (byId.has(String(event.id)) || byPlace.has(String(deadLetter))) throw refusal(line, 1, 'repaired_twice', 'another line mends the same dead letter', RULE, 'leave one of them out')
    if (deadLetter === undefined && typeof event.id === 'string') byId.set(event.id, JSON.stringify(event))
    else if (typeof deadLetter === 'string' && PLACE.test(deadLetter) && typeof record === 'object' && record !== null) byPlace.set(deadLetter, JSON.stringify(record))
    else throw refusal(line, 1, 'bad_repair', 'this line says neither an id nor which dead letter it mends', RULE, 'add the id, or deadLetter and record')
  }
  return { byPlace, byId }
}
