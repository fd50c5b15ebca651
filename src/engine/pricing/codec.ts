import { EVENT_TYPES, type EventType } from './event-types.ts'
import type { InputTopic, PricingEvent } from './events.ts'

/** Why a record cannot be processed; it goes to `dead_letters` with its cause. */
export interface DeadLetter {
  readonly code: string
  readonly message: string
  readonly topic: string | null
}

export interface Decoded {
  readonly event: PricingEvent
  readonly type: EventType
}

/** What a record says by itself: an event that is in order if its times are, or the reason why it is none. */
export type ReadRecord = (record: string) => (Decoded & { readonly fault: DeadLetter | undefined }) | DeadLetter

const RECORD_MAX_CHARACTERS = 65_536
const YEAR_MS = 31_557_600_000

type Upcast = (event: PricingEvent) => PricingEvent

/** Older versions of a type, brought forward one version at a time: `sale@0` gives version 1. None yet. */
const UPCASTERS: Readonly<Record<string, Upcast>> = {}

/** Reads one record. Whatever stands in it, the answer is an event or a dead letter, never an exception. */
export function decode(record: string, now: number, read: ReadRecord = readRecord): Decoded | DeadLetter {
  const decoded = read(record)
  if (isDeadLetter(decoded)) return decoded
  const { topic, ts, receivedAt } = decoded.event
  if (!isPlausible(ts, now)) return dead('implausible_time', `ts is ${JSON.stringify(ts)}`, topic)
  if (!isPlausible(receivedAt, now)) return dead('implausible_time', `receivedAt is ${JSON.stringify(receivedAt)}`, topic)
  return decoded.fault ?? decoded
}

/** The same text says the same whenever it is read, so who executes a log again may remember what it said. */
export const readRecord: ReadRecord = (record) => {
  if (record.length > RECORD_MAX_CHARACTERS) return dead('too_large', `the record has ${record.length} characters; ${RECORD_MAX_CHARACTERS} are allowed`)
  let parsed: unknown
  try {
    parsed = parse(record)
  } catch {
    return dead('invalid_json', 'the record is not JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return dead('not_an_object', 'the record is not a JSON object')
  return check(parsed as PricingEvent)
}

const TYPES: ReadonlyMap<string, EventType> = new Map(Object.entries(EVENT_TYPES))

// Neither escapes nor nesting, and every number whole: what JSON.parse is sure to take, and nothing else.
const TEXT = String.raw`[^"\\\x00-\x1f]`
const FIELD = `"${TEXT}*":(?:"${TEXT}*"|-?(?:0|[1-9]\\d*)|true|false|null)`
const TIME = String.raw`[1-9]\d{0,14}`

/**
 * The envelope as it is nearly always written: these keys in this order, nothing that needs unescaping, flat data. Any
 * other record goes through JSON.parse, and both ways give the same event (docs/decisions/0009-codec-by-pattern.md).
 */
const USUAL_ENVELOPE = new RegExp(
  `^\\{"topic":"(\\w+)","id":"(${TEXT}+)","type":"(\\w+)","sku":"(${TEXT}+)"(?:,"store":"(${TEXT}+)")?,"ts":(${TIME}),"source":"(${TEXT}*)","receivedAt":(${TIME}),"schemaVersion":1,"data":(\\{(?:${FIELD}(?:,${FIELD})*)?\\})\\}$`,
)

/** An event of the usual envelope. Its data are parsed when somebody asks for them: of a view nobody does. */
class UsualEvent implements PricingEvent {
  readonly topic: InputTopic
  readonly id: string
  readonly type: string
  readonly sku: string
  readonly store: string | undefined
  readonly ts: number
  readonly source: string
  readonly receivedAt: number
  readonly schemaVersion = 1
  readonly #text: string
  #data: Record<string, unknown> | undefined

  constructor(topic: string, id: string, type: string, sku: string, store: string | undefined, ts: string, source: string, receivedAt: string, data: string) {
    // By the names that the code itself uses: whoever looks something up by them need not compare texts.
    const known = TYPES.get(type)
    this.topic = known?.topic === topic ? known.topic : (topic as InputTopic)
    this.id = id
    this.type = known?.name ?? type
    this.sku = sku
    this.store = store
    this.ts = +ts
    this.source = source
    this.receivedAt = +receivedAt
    this.#text = data
  }

  get data(): Record<string, unknown> {
    return (this.#data ??= Object.freeze(JSON.parse(this.#text) as Record<string, unknown>))
  }
}

/** Nobody can change what comes of it. Throws where the record is not JSON. */
export function parse(record: string): unknown {
  const usual = USUAL_ENVELOPE.exec(record)
  if (!usual) return frozen(JSON.parse(record))
  return new UsualEvent(usual[1], usual[2], usual[3], usual[4], usual[5], usual[6], usual[7], usual[8], usual[9])
}

/** Several bolts are shown an event, and who executes a log again may show it once more. A list, because poison nests deeper than a stack. */
function frozen(value: unknown): unknown {
  const parts = [value]
  for (const part of parts) if (typeof part === 'object' && part !== null) parts.push(...(Object.values(Object.freeze(part)) as unknown[]))
  return value
}

function check(read: PricingEvent): ReturnType<ReadRecord> {
  const event = read.schemaVersion === 1 ? read : upcast(read)
  const topic = typeof event.topic === 'string' ? event.topic : null
  if (event.schemaVersion !== 1) return dead('unknown_version', `schemaVersion is ${JSON.stringify(event.schemaVersion)}`, topic)
  if (typeof event.id !== 'string' || event.id === '') return dead('no_id', 'the event has no id', topic)
  const type = TYPES.get(event.type)
  if (!type || type.topic !== topic) return dead('unknown_type', `type ${JSON.stringify(event.type)} does not belong to topic ${JSON.stringify(topic)}`, topic)
  return { event, type, fault: dataFault(event, type) }
}

function dataFault(event: PricingEvent, type: EventType): DeadLetter | undefined {
  if (!hasData(event)) return dead('no_data', 'the event has no data', event.topic)
  const fault = type.fault?.(event.data)
  return fault === undefined ? undefined : dead('invalid_data', fault, event.topic)
}

const hasData = (event: PricingEvent): boolean => event instanceof UsualEvent || (typeof event.data === 'object' && event.data !== null)

const isPlausible = (time: number, now: number): boolean => Number.isSafeInteger(time) && Math.abs(time - now) <= 10 * YEAR_MS

function upcast(event: PricingEvent): PricingEvent {
  let current = event
  for (let step = UPCASTERS[`${current.type}@${current.schemaVersion}`]; step; step = UPCASTERS[`${current.type}@${current.schemaVersion}`]) current = step(current)
  return current
}

const dead = (code: string, message: string, topic: string | null = null): DeadLetter => ({ code, message, topic })

export const isDeadLetter = (result: Decoded | DeadLetter): result is DeadLetter => 'code' in result
