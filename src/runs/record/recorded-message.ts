/** A message as it stood in its topic. */
export interface RecordedMessage {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Epoch ms, as the topic has it. */
  readonly timestamp: number
  readonly key: string | null
  readonly headers: readonly Header[]
  /** null: a tombstone. */
  readonly value: Buffer | null
}

export type Header = readonly [name: string, value: string]

/** In the order of a recording that has no order of its own: by time, then topic, partition and offset. */
export function compareMessages(a: RecordedMessage, b: RecordedMessage): number {
  if (a.timestamp !== b.timestamp) return a.timestamp - b.timestamp
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1
  return a.partition - b.partition || a.offset - b.offset
}
