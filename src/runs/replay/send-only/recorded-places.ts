import { existsSync } from 'node:fs'
import { linesOf, segmentsOf } from '../../../adapters/embedded/segment-files.ts'
import type { RecordedMessage } from '../../record/recorded-message.ts'
import { metaDir } from '../../record/recording-writer.ts'

/** Where a recorded input lay, and what its line does not say: a line of `meta/`. */
export interface RecordedPlace extends Omit<RecordedMessage, 'value'> {
  /** Offset of the record in the recording. */
  readonly record: number
  /** The value, where it is no UTF-8. */
  readonly base64?: string
  /** A tombstone. */
  readonly value?: null
}

/** The places of a partition's inputs, asked for in their order. A run's own folder has none. */
export class RecordedPlaces {
  readonly #places: Generator<RecordedPlace>
  #next: RecordedPlace | undefined

  constructor(dir: string, partition: number, from: number) {
    this.#places = placesIn(metaDir(dir, partition), from)
    this.#next = this.#places.next().value
  }

  of(record: number): RecordedPlace | undefined {
    while (this.#next && this.#next.record < record) this.#next = this.#places.next().value
    return this.#next?.record === record ? this.#next : undefined
  }
}

function* placesIn(dir: string, from: number): Generator<RecordedPlace, undefined> {
  if (!existsSync(dir)) return undefined
  const segments = segmentsOf(dir)
  const first = Math.max(0, segments.findLastIndex(({ base }) => base <= from))
  for (const { path } of segments.slice(first)) for (const { lines } of linesOf(path)) for (const line of lines) yield JSON.parse(line) as RecordedPlace
  return undefined
}
