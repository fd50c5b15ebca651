import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../adapters/files/write-whole.ts'
import { partitionOf } from '../engine/kernel/murmur2.ts'
import { type FoundPrice, type PriceCache, type PriceStore, Unavailable } from '../engine/pricing/ports.ts'
import type { KafkaTarget } from './threads/kafka-target.ts'

export interface StandingPricesSetting {
  readonly runDir: string
  readonly partitions: number
  readonly skus: readonly string[]
  readonly stores: readonly string[]
  readonly prices: { readonly cache: PriceCache; readonly store: PriceStore }
  /** The run's clock. */
  readonly now: () => number
  /** Where each look costs a server something: so many items, spread evenly over all. */
  readonly itemsMax?: number
}

/** Looked up together. */
const AT_ONCE = 32
/** On servers. */
const REMOTE_ITEMS_MAX = 2000

/** The same from Redis and PostgreSQL, for a part of the items. Where they do not answer there is no file, and the check cannot finish. */
export async function writeRemoteStandingPrices(kafka: KafkaTarget, setting: Omit<StandingPricesSetting, 'prices' | 'itemsMax'>): Promise<void> {
  const { openRealPrices, patiently } = await import('./threads/real-prices.ts')
  const prices = await openRealPrices(kafka, 'read')
  try {
    await patiently(() => writeStandingPrices({ ...setting, prices, itemsMax: REMOTE_ITEMS_MAX }))
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
  } finally {
    await prices.close()
  }
}

/** Writes down what cache and store hold of each item when the run has ended, for the checks: `prices/<p>.jsonl`. */
export async function writeStandingPrices(setting: StandingPricesSetting): Promise<void> {
  const { runDir, partitions, skus, stores, itemsMax = Infinity } = setting
  const items = skus.flatMap((sku) => stores.map((store) => ({ sku, store })))
  const step = Math.max(1, Math.ceil(items.length / itemsMax))
  const chosen = items.filter((_, index) => index % step === 0)
  const lines: string[][] = Array.from({ length: partitions }, () => [])
  for (let from = 0; from < chosen.length; from += AT_ONCE) {
    const some = chosen.slice(from, from + AT_ONCE)
    const looked = await Promise.all(some.map(({ sku, store }) => lookUp(setting, sku, store)))
    for (const [index, { sku }] of some.entries()) lines[partitionOf(sku, partitions)].push(looked[index])
  }
  mkdirSync(join(runDir, 'prices'), { recursive: true })
  for (const [partition, own] of lines.entries()) writeWhole(join(runDir, 'prices', `${partition}.jsonl`), own.map((line) => `${line}\n`).join(''))
}

/** The time is taken before the look, so a lease that lived then lived for a reader as well. */
async function lookUp({ prices, now }: StandingPricesSetting, sku: string, store: string): Promise<string> {
  const at = now()
  const [hot, cold] = await Promise.all([prices.cache.read(sku, store), prices.store.read(sku, store)])
  return JSON.stringify({ now: at, sku, store, hot: hot ? { ...held(hot.price), leaseUntil: hot.lease.untilMs } : null, cold: cold ? held(cold) : null })
}

const held = ({ version, priceMinor, validUntil }: FoundPrice) => ({ version, priceMinor: priceMinor || null, validUntil })
