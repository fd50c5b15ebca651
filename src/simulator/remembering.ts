import type { ReadRecord } from '../engine/pricing/codec.ts'

/** Reads each record once, however often it is executed: live, by whoever takes its partition over, and again in the end. */
export function remembering(read: ReadRecord): ReadRecord {
  const remembered = new Map<string, ReturnType<ReadRecord>>()
  return (record) => {
    let said = remembered.get(record)
    if (!said) remembered.set(record, (said = read(record)))
    return said
  }
}
