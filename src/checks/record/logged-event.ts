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

/** Undefined where the line is no event (somebody's poison); such a line can only be a dead letter. */
export function readEvent(text: string): LoggedEvent | undefined {
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
