/** A record that could not be processed, as `dead_letters` has it. */
export interface DeadLetter {
  /** `partition:cause`: what it is called by people. */
  readonly place: string
  readonly partition: number
  /** The topic it came from; null where the record does not say. */
  readonly topic: string | null
  readonly code: string
  readonly message: string
  readonly record: string
}

/** The line of a log or the message of a topic; undefined where it is none. */
export function deadLetterOf(line: string, partition: number): DeadLetter | undefined {
  if (!line.startsWith('{"topic":"dead_letters"')) return undefined
  const { cause, from, code, message, record } = JSON.parse(line) as { cause: number; from: string | null; code: string; message: string; record: string }
  return { place: `${partition}:${cause}`, partition, topic: from, code, message, record }
}
