import { ByteReader } from './byte-reader.ts'

/** What a broker answered about one partition. */
export interface FetchedPartition {
  readonly topic: string
  readonly partition: number
  /** 0 where there is nothing wrong. */
  readonly errorCode: number
  /** Where the partition ends, for those who read everything. */
  readonly highWatermark: number
  /** Nothing before this offset is kept. */
  readonly logStart: number
  readonly aborted: readonly AbortedTransaction[]
  /** Record batches in a row; the last one may be cut off. */
  readonly batches: Buffer
}

/** Records of this producer from `firstOffset` up to its next mark are not for readers of what is committed. */
export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

/** The body of a fetch response, version 11 (https://kafka.apache.org/protocol#The_Messages_Fetch). */
export function decodeFetchResponse(bytes: Buffer): readonly FetchedPartition[] {
  const reader = new ByteReader(bytes)
  // Throttle time, error and session of the whole: nobody here has a session.
  reader.at += 4 + 2 + 4
  return reader.array(topicOf).flat()
}

function topicOf(reader: ByteReader): readonly FetchedPartition[] {
  const topic = reader.string()
  return reader.array(() => partitionOf(topic, reader))
}

function partitionOf(topic: string, reader: ByteReader): FetchedPartition {
  const [partition, errorCode, highWatermark] = [reader.int32(), reader.int16(), reader.int64()]
  const [, logStart] = [reader.int64(), reader.int64()]
  const aborted = reader.array(() => ({ producerId: reader.int64(), firstOffset: reader.int64() }))
  reader.int32()
  return { topic, partition, errorCode, highWatermark, logStart, aborted, batches: reader.slice(Math.max(0, reader.int32())) }
}
