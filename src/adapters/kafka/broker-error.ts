/** What the broker said, however deep kafkajs has wrapped it. */
export function brokerErrorOf(error: unknown): string {
  for (let each = error as Wrapped | undefined; each; each = each.cause ?? each.originalError ?? each.errors?.[0]) if (each.type) return each.type
  return error instanceof Error ? error.message : String(error)
}

/** What would be refused again, however often it is tried. */
const HOPELESS = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_REQUEST', 'CORRUPT_MESSAGE', 'TOPIC_AUTHORIZATION_FAILED', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED'])

export const isHopeless = (error: unknown): boolean => HOPELESS.has(brokerErrorOf(error))

/** What will not last, says the broker itself. */
export const isPassing = (error: unknown): boolean => (error as { readonly retriable?: boolean }).retriable === true

interface Wrapped {
  readonly type?: string
  readonly cause?: Wrapped
  readonly originalError?: Wrapped
  readonly errors?: readonly Wrapped[]
}
