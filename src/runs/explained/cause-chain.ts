import { LineSearch } from '../../adapters/files/line-search.ts'
import { OUTPUT_PREFIX } from '../../adapters/input-line.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { Moment } from '../state/partition-past.ts'
import type { Found } from './explained-decision.ts'

/** A link of the chain: what came about, and the id of what it came from. */
export interface Link {
  readonly what: 'price' | 'decision' | 'tick' | 'event' | 'missing'
  readonly id: string
  readonly causationId: string | null
  readonly correlationId: string | null
  /** Of an event: where it stands, and what it is. */
  readonly topic?: string
  readonly type?: string
  readonly partition?: number
  readonly offset?: number
  readonly receivedAt?: number
}

export interface CauseChain {
  /** From the price back to the first cause that is known. */
  readonly links: readonly Link[]
  /** Other events of the same undertaking: they share a correlation id with one of the links. In recorded order, partition by partition. */
  readonly related: readonly Link[]
}

interface Envelope {
  readonly id: string
  readonly topic: string
  readonly type: string
  readonly receivedAt: number
  readonly causationId?: unknown
  readonly correlationId?: unknown
}

interface Place {
  readonly runDir: string
  readonly scenario: Scenario
  readonly partition: number
  readonly moment: Moment
}

/** A longer chain is a circle, or nothing that a person wants to follow. */
const LINKS_MAX = 32
const RELATED_MAX = 100

/** What led to a decision, by causation and correlation ids. Records are searched for only where an event names such an id. */
export function causeChain(found: Found, place: Place): CauseChain {
  const { decisionId, store, sku } = found.explanation
  const causes = causesOf(found)
  const links: Link[] = [
    { what: 'price', id: `${sku}:${store}`, causationId: decisionId, correlationId: null },
    { what: 'decision', id: decisionId, causationId: causes[0].id, correlationId: null },
    ...causes,
  ]
  while (links.length < LINKS_MAX) {
    const { causationId } = links.at(-1)!
    if (causationId === null || links.some(({ id }) => id === causationId)) break
    const [ancestor] = search(place, ({ id }) => id === causationId, causationId, 1)
    links.push(ancestor ?? { what: 'missing', id: causationId, causationId: null, correlationId: null })
  }
  return { links, related: relatedTo(links, place) }
}

/** The record; or the tick, and behind it the newest record that it decided. */
function causesOf({ explanation: { source }, cause, folded }: Found): readonly Link[] {
  if (cause !== null) return [eventLink(envelopeOf(cause)!, source.partition, source.offset!)]
  const event = folded && envelopeOf(folded.record)
  const tick: Link = { what: 'tick', id: String(source.seq), causationId: event?.id ?? null, correlationId: null }
  return event ? [tick, eventLink(event, source.partition, folded.offset)] : [tick]
}

function relatedTo(links: readonly Link[], place: Place): readonly Link[] {
  const ids = new Set(links.flatMap(({ correlationId }) => correlationId ?? []))
  const known = new Set(links.map(({ id }) => id))
  return [...ids].flatMap((wanted) => search(place, ({ id, correlationId }) => correlationId === wanted && !known.has(id), wanted, RELATED_MAX))
}

/** In the SKU’s own partition first: what concerns it stands there. */
function search({ runDir, scenario, partition, moment }: Place, isWanted: (event: Envelope) => boolean, id: string, countMax: number): readonly Link[] {
  const others = Array.from({ length: scenario.partitions }, (_, each) => each).filter((each) => each !== partition)
  const found: Link[] = []
  for (const each of [partition, ...others]) {
    // Offsets of other partitions say nothing about this moment; their time does.
    const until = each === partition ? moment : { now: moment.now }
    for (const link of eventsIn(runDir, each, until, isWanted, JSON.stringify(id))) if (found.push(link) === countMax) return found
  }
  return found
}

function* eventsIn(runDir: string, partition: number, { now: last = Infinity, offset: lastOffset = Infinity }: Moment, isWanted: (event: Envelope) => boolean, needle: string): Generator<Link> {
  const search = new LineSearch(runDir, partition)
  for (const line of search.forward([needle])) {
    const event = OUTPUT_PREFIX.test(line.text) ? undefined : envelopeOf(line.text)
    const proved = event && isWanted(event) ? search.prove(line) : undefined
    if (!event || !proved) continue
    if (proved.batch.now > last || proved.offset > lastOffset) return
    yield eventLink(event, partition, proved.offset)
  }
}

const eventLink = ({ id, topic, type, receivedAt, causationId, correlationId }: Envelope, partition: number, offset: number): Link => ({
  what: 'event',
  id,
  causationId: textOrNull(causationId),
  correlationId: textOrNull(correlationId),
  topic,
  type,
  partition,
  offset,
  receivedAt,
})

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Damaged records are nobody’s cause. */
function envelopeOf(record: string): Envelope | undefined {
  try {
    const event = JSON.parse(record) as Partial<Envelope> | null
    return typeof event?.id === 'string' ? (event as Envelope) : undefined
  } catch {
    return undefined
  }
}
