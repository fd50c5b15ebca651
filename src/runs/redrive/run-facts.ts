import { decode, isDeadLetter } from '../../engine/pricing/codec.ts'
import type { Recording } from '../replay/recording.ts'
import { type DeadLetter, deadLetterOf } from './dead-letter.ts'

/** What the log of a run says of its dead letters, and of everything else that was taken. */
export interface RunFacts {
  readonly letters: readonly DeadLetter[]
  readonly appliedIds: ReadonlySet<string>
  readonly knownSkus: ReadonlySet<string>
  /** Of the last batch. */
  readonly now: number
}

/** Reads all of it, in the order of its time. */
export function factsOfRun(recording: Recording): RunFacts {
  const letters: DeadLetter[] = []
  const [appliedIds, knownSkus] = [new Set<string>(), new Set<string>()]
  let last = -Infinity
  for (const { records, outputs, partition, firstOffset, now } of recording.merged()) {
    const dead = outputs.flatMap((line) => deadLetterOf(line, partition) ?? [])
    const places = new Set(dead.map(({ place }) => place))
    letters.push(...dead)
    for (const [index, record] of records.entries()) {
      if (places.has(`${partition}:${firstOffset + index}`)) continue
      const decoded = decode(record, now)
      if (isDeadLetter(decoded)) continue
      appliedIds.add(decoded.event.id)
      if (decoded.event.type === 'sku_seeded') knownSkus.add(decoded.event.sku!)
    }
    last = now
  }
  return { letters, appliedIds, knownSkus, now: last }
}
