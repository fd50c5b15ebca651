import type { Bolt } from '../../kernel/bolt.ts'
import { partitionOf } from '../../kernel/murmur2.ts'
import { Names } from '../../kernel/part.ts'
import { SeenIds } from '../../kernel/seen-ids.ts'
import { decode, isDeadLetter, readRecord, type DeadLetter, type ReadRecord } from '../codec.ts'
import type { PricingEvent } from '../events.ts'
import type { PricingPolicy } from '../policy.ts'
import type { Tuple } from '../tuple.ts'

/** Event time may trail the recorded `now` by this much before an event counts as late. It is processed all the same. */
const LATE_AFTER_MS = 5_000

/** Which partition this is, and of how many. */
export interface Place {
  readonly partition: number
  readonly partitions: number
}

export interface NormaliseState {
  readonly [part: string]: Names | SeenIds
  readonly skus: Names
  readonly seen: SeenIds
}

/** Reads a record, refuses what cannot be processed, drops duplicates, and finds the rows the event speaks about. */
export function normalise(policy: PricingPolicy, stores: readonly string[], place: Place, read: ReadRecord = readRecord): Bolt<NormaliseState, Tuple> {
  const storeRows = new Map(stores.map((store, row) => [store, row]))
  return {
    name: 'normalise',
    summary: 'validates, deduplicates and enriches every record',
    after: ['spout'],
    open: () => ({ skus: new Names(), seen: new SeenIds(policy.dedupeWindowMs) }),
    fold({ skus, seen }, tuple, now) {
      const decoded = decode(tuple.record, now, read)
      if (isDeadLetter(decoded)) return refuse(tuple, decoded)
      tuple.event = decoded.event
      tuple.type = decoded.type
      const unknown = locate(tuple, skus, storeRows, stores.length, place)
      if (unknown) return refuse(tuple, unknown)
      if (seen.seen(decoded.event.id, now)) {
        tuple.outcome = 'deduplicated'
        return false
      }
      if (now - decoded.event.ts > LATE_AFTER_MS) tuple.outputs.count('late_events')
      if (decoded.event.type === 'sku_seeded') tuple.sku = skus.add(decoded.event.sku!)
      tuple.outcome = decoded.type.decided === 'folded' ? 'folded' : 'decided'
      return true
    },
  }
}

function refuse(tuple: Tuple, deadLetter: DeadLetter): false {
  tuple.outcome = 'dead_lettered'
  tuple.deadLetter = deadLetter
  return false
}

/** Sets the tuple's rows; returns what is wrong with the event's key, if anything. */
function locate(tuple: Tuple, skus: Names, storeRows: Map<string, number>, storeCount: number, place: Place): DeadLetter | undefined {
  const { event, type } = tuple
  tuple.sku = tuple.store = tuple.item = -1
  if (type.about === 'partition' && event.sku === undefined) return undefined
  if (typeof event.sku !== 'string' || event.sku === '') return { code: 'no_key', message: 'the event has no sku', topic: event.topic }
  tuple.sku = skus.row(event.sku)
  // A SKU of another partition never comes to be known here, so those that are known need not be asked.
  if (tuple.sku < 0 && !isAtHome(event.sku, place)) return foreign(event, place)
  if (event.type === 'sku_seeded') return tuple.sku < 0 ? undefined : { code: 'sku_known', message: `${event.sku} is in the catalogue already`, topic: event.topic }
  if (tuple.sku < 0) return { code: 'unknown_sku', message: `${event.sku} is not in the catalogue`, topic: event.topic }
  if (type.about !== 'item') return undefined
  tuple.store = storeRows.get(event.store!) ?? -1
  if (tuple.store < 0) return { code: 'unknown_store', message: `store ${JSON.stringify(event.store)} is not known`, topic: event.topic }
  tuple.item = tuple.sku * storeCount + tuple.store
  return undefined
}

const isAtHome = (sku: string, { partition, partitions }: Place): boolean => partitionOf(sku, partitions) === partition

/** Decided here as well, the SKU would have two owners, and each would publish its own price. */
function foreign({ sku, topic }: PricingEvent, { partition, partitions }: Place): DeadLetter {
  return { code: 'foreign_partition', message: `${sku} stands in partition ${partition} of ${topic} and belongs in ${partitionOf(sku!, partitions)} of ${partitions}`, topic }
}
