/** Records of one input topic that a batch took: offsets from `from` up to, not including, `to`. */
export type Range = readonly [topic: string, from: number, to: number]

/** An order record as it stands in Kafka: the embedded one, and where its inputs are. */
export interface OrderEntry {
  readonly batch: number
  readonly now: number
  readonly inputs: number
  /** Offset of the batch's first record in the partition's one line count, as a run folder has it. */
  readonly offset: number
  readonly nextOffset: number
  readonly ranges: readonly Range[]
  /** Over the whole batch, inputs and outputs: two batches of the same number differ in it. */
  readonly crc: number
}

export const parseOrderEntry = (text: string): OrderEntry => JSON.parse(text) as OrderEntry

/** The fields beyond the embedded ones, as `Commit.extra` has them. */
export function orderFields({ offset, nextOffset, ranges }: Pick<OrderEntry, 'offset' | 'nextOffset' | 'ranges'>): string {
  return `,"offset":${offset},"nextOffset":${nextOffset},"ranges":${JSON.stringify(ranges)}`
}
