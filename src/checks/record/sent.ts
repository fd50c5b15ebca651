/** What a generator knows of one partition. */
export interface SentPartition {
  readonly partition: number
  /** Events that were due; in runs that know no admission control this and `rejected` are not said. */
  readonly offered?: number
  /** Ids that were given out, and how many of them were acknowledged. */
  readonly handed: number
  readonly acked: number
  /** Events that were turned away before they had an id, by kind. */
  readonly rejected?: Readonly<Record<string, number>>
}

/** What the traffic generators know. */
export interface Sent {
  readonly generators: readonly { readonly generator: number; readonly partitions: readonly SentPartition[] }[]
  /** By kind: what the generator took for its schedule, and what it sent of that, the rejected among it. */
  readonly planned?: Readonly<Record<string, number>>
  readonly sent?: Readonly<Record<string, number>>
  /** How many of those were sent in time, and which side made the others late. */
  readonly inTime?: number
  readonly lateByGenerator?: number
  readonly lateByBackpressure?: number
  /** The traffic went to its end and the log was drained, as far as it could be; false as long as it goes on. */
  readonly ended?: boolean
}

/** Undefined where the document is not a sent.json. */
export function readSent(document: unknown): Sent | undefined {
  const sent = document as Sent | null
  return Array.isArray(sent?.generators) && sent.generators.every(isGenerator) && isCounted(sent) ? sent : undefined
}

function isCounted({ planned = {}, sent = {}, inTime = 0, lateByGenerator = 0, lateByBackpressure = 0 }: Sent): boolean {
  return [...Object.values(planned), ...Object.values(sent), inTime, lateByGenerator, lateByBackpressure].every(isCount)
}

function isGenerator({ generator, partitions }: Sent['generators'][number]): boolean {
  return isCount(generator) && Array.isArray(partitions) && partitions.every(isPartition)
}

function isPartition({ partition, handed, acked, offered = 0, rejected = {} }: SentPartition): boolean {
  return [partition, handed, acked, offered, ...Object.values(rejected)].every(isCount)
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
