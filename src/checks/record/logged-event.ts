/** An input line as far as the checks look into it. */
export interface LoggedEvent {
  readonly topic: string
  readonly id: string
  readonly type: string
  readonly sku?: string
  readonly store?: string
  readonly ts: number
  readonly data: Readonly<Record<string, unknown>>
}

// A string without escapes, and a field whose value is one, a whole number, true, false or null.
const PLAIN = String.raw`"[^"\\\x00-\x1f]*"`
const FIELD = `${PLAIN}:(?:${PLAIN}|-?(?:0|[1-9]\\d*)|true|false|null)`
const WORD = String.raw`"([^"\\\x00-\x1f]+)"`

/** How most lines are written (docs/log-format.md). What they say is read from their places, which takes a third of JSON.parse. */
const COMMON_LINE = new RegExp(
  `^\\{"topic":"(\\w+)","id":${WORD},"type":"(\\w+)","sku":${WORD}(?:,"store":${WORD})?,"ts":([1-9]\\d{0,14}),"source":${PLAIN},"receivedAt":[1-9]\\d{0,14},"schemaVersion":1,"data":(\\{(?:${FIELD}(?:,${FIELD})*)?\\})\\}$`,
)

/** Its data are read when a check asks for them. */
class CommonEvent implements LoggedEvent {
  readonly topic: string
  readonly id: string
  readonly type: string
  readonly sku: string
  readonly store: string | undefined
  readonly ts: number
  readonly #text: string
  #data: Readonly<Record<string, unknown>> | undefined

  constructor([, topic, id, type, sku, store, ts, text]: RegExpExecArray) {
    this.topic = topic
    this.id = id
    this.type = type
    this.sku = sku
    this.store = store
    this.ts = Number(ts)
    this.#text = text
  }

  get data(): Readonly<Record<string, unknown>> {
    return (this.#data ??= JSON.parse(this.#text) as Record<string, unknown>)
  }
}

/** Undefined where the line is no event (somebody's poison); such a line can only be a dead letter. */
export function readEvent(text: string): LoggedEvent | undefined {
  const common = COMMON_LINE.exec(text)
  return common ? new CommonEvent(common) : parsed(text)
}

function parsed(text: string): LoggedEvent | undefined {
  let event: Partial<LoggedEvent> | null
  try {
    event = JSON.parse(text) as Partial<LoggedEvent> | null
  } catch {
    return undefined
  }
  return isEvent(event) ? event : undefined
}

function isEvent(event: Partial<LoggedEvent> | null): event is LoggedEvent {
  if (typeof event !== 'object' || event === null) return false
  const { id, sku, data } = event
  return typeof id === 'string' && (sku === undefined || typeof sku === 'string') && typeof data === 'object' && data !== null
}

/** The id that stands in a line which is no JSON any more: a corrupted record still arrived. */
export function idIn(text: string): string | undefined {
  return /"id"\s*:\s*"([^"\\]+)"/.exec(text)?.[1]
}

/** A text of its own: one that was cut from a batch would keep the whole batch in memory for as long as it is remembered. */
export const detached = (text: string): string => JSON.parse(JSON.stringify(text)) as string
