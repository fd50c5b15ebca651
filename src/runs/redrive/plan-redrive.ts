import { partitionOf } from '../../engine/kernel/murmur2.ts'
import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import { decode, isDeadLetter } from '../../engine/pricing/codec.ts'
import type { DeadLetter } from './dead-letter.ts'
import type { Repairs } from './read-repairs.ts'

/** What becomes of a dead letter. */
export type Fate = 'sent' | 'refused_again' | 'applied_already'

export interface Redriven {
  readonly letter: DeadLetter
  readonly fate: Fate
  /** Why it is not sent; null where it is. */
  readonly why: string | null
  readonly id: string | null
  readonly isRepaired: boolean
  /** As it is sent, to this topic and partition. */
  readonly record: string
  readonly topic: string | null
  readonly partition: number
  readonly sku: string | null
}

export interface RedriveFacts {
  readonly letters: readonly DeadLetter[]
  readonly repairs: Repairs
  /** Ids of events that the pipeline has taken; what is dead is not among them. */
  readonly appliedIds: ReadonlySet<string>
  readonly knownSkus: ReadonlySet<string>
  readonly stores: readonly string[]
  readonly partitions: number
  /** Epoch ms. */
  readonly now: number
}

/** What of the dead letters is sent again: each that can be processed now, once by its id, in the order in which they died. */
export function planRedrive(facts: RedriveFacts): readonly Redriven[] {
  refuseUnusedRepairs(facts)
  const taken = new Set(facts.appliedIds)
  return facts.letters.map((letter) => {
    const redriven = judge(letter, facts, taken)
    if (redriven.fate === 'sent') taken.add(redriven.id!)
    return redriven
  })
}

/** A mistyped id would look like a letter that nobody has mended. */
function refuseUnusedRepairs({ letters, repairs: { byId, byPlace } }: RedriveFacts): void {
  const [places, ids] = [new Set(letters.map(({ place }) => place)), new Set(letters.map(({ record }) => idIn(record)))]
  const unused = [...byPlace.keys()].find((place) => !places.has(place)) ?? [...byId.keys()].find((id) => !ids.has(id))
  if (unused === undefined) return
  const known = [...places, ...[...ids].flatMap((id) => id ?? [])]
  const rule = 'each line mends a dead letter, by its id or by its place as deadLetter'
  throw new UserError({ code: 'unused_repair', message: `no dead letter is ${unused}`, place: '--repairs', value: unused, rule, fix: didYouMean(unused, known) || 'take the line out, or name the letter as promo replay --topic dead_letters shows it', exitCode: 104 })
}

function judge(letter: DeadLetter, facts: RedriveFacts, taken: ReadonlySet<string>): Redriven {
  const repaired = facts.repairs.byPlace.get(letter.place) ?? facts.repairs.byId.get(idIn(letter.record) ?? '')
  const record = repaired ?? letter.record
  const answer = { letter, id: idIn(letter.record) ?? null, isRepaired: repaired !== undefined, record, topic: letter.topic, partition: letter.partition, sku: null }
  const decoded = decode(record, facts.now)
  if (isDeadLetter(decoded)) return { ...answer, fate: 'refused_again', why: `${decoded.code}: ${decoded.message}` }
  const { id, sku, store, topic, type } = decoded.event
  const event = { ...answer, id, topic, sku: sku ?? null, partition: sku === undefined ? letter.partition : partitionOf(sku, facts.partitions) }
  if (taken.has(id)) return { ...event, fate: 'applied_already', why: `an event with the id ${id} was taken already` }
  if (type !== 'sku_seeded' && sku !== undefined && !facts.knownSkus.has(sku)) return { ...event, fate: 'refused_again', why: `unknown_sku: ${sku} is not in the catalogue` }
  if (store !== undefined && !facts.stores.includes(store)) return { ...event, fate: 'refused_again', why: `unknown_store: store ${JSON.stringify(store)} is not known` }
  return { ...event, fate: 'sent', why: null }
}

/** Also of what is no JSON any more. */
const idIn = (record: string): string | undefined => /"id"\s*:\s*"([^"\\]+)"/.exec(record)?.[1]
