import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../adapters/files/write-whole.ts'
import { partitionOf } from '../engine/kernel/murmur2.ts'
import { UserError } from '../engine/kernel/user-error.ts'
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
const NOT_THERE = 106

/** The same from Redis and PostgreSQL, for a part of the items. Where they do not answer there is no file, and the check cannot finish. */
export async function writeRemoteStandingPrices(kafka: KafkaTarget, setting: Omit<StandingPricesSetting, 'prices' | 'itemsMax'>): Promise<void> {
  const { openRealPrices, patiently } = await import('./threads/real-prices.ts')
  try {
    // Nobody shops here: it may wait for an answer as long as a writer does.
    const prices = await openRealPrices(kafka, 'write')
    await patiently(() => writeStandingPrices({ ...setting, prices, itemsMax: REMOTE_ITEMS_MAX })).finally(() => prices.close())
  } catch (error) {
    if (!isAway(error)) throw error
  }
}

/** Servers were there when the run began; one that is not any more is no reason to keep its verdict from anybody. */
const isAway = (error: unknown): boolean => error instanceof Unavailable || (error instanceof UserError && error.mistake.exitCode === NOT_THERE)

/** Writes down what cache and store hold of each item when the run has ended, for the checks: `prices/<p>.jsonl`. */
export async function writeStandingPrices(setting: StandingPricesSetting): Promise<void> {
  const { runDir, partitions } = setting
  const lines: string[][] = Array.from({ length: partitions }, () => [])
  const chosen = chosenItems(setting)
  const together = Math.max(1, Math.floor((AT_ONCE * chosen.length) / chosen.reduce((sum, { stores }) => sum + stores.length, 0)))
  for (let from = 0; from < chosen.length; from += together) {
    const some = chosen.slice(from, from + together)
    const looked = await Promise.all(some.map((each) => lookUp(setting, each)))
    for (const [index, { sku }] of some.entries()) lines[partitionOf(sku, partitions)].push(looked[index])
  }
  mkdirSync(join(runDir, 'prices'), { recursive: true })
  for (const [partition, own] of lines.entries()) writeWhole(join(runDir, 'prices', `${partition}.jsonl`), own.map((line) => `${line}\n`).join(''))
}

/** Of one SKU, the stores that are looked at. */
interface Chosen {
  readonly sku: string
  readonly stores: readonly string[]
}

function chosenItems({ skus, stores, itemsMax = Infinity }: StandingPricesSetting): readonly Chosen[] {
  const step = Math.max(1, Math.ceil((skus.length * stores.length) / itemsMax))
  const chosen = skus.map((sku, row) => ({ sku, stores: stores.filter((_, store) => (row * stores.length + store) % step === 0) }))
  return chosen.filter(({ stores: own }) => own.length > 0)
}

/** The time is taken before the looks, so a lease that lived then lived for a reader as well. */
async function lookUp({ prices, now }: StandingPricesSetting, { sku, stores }: Chosen): Promise<string> {
  const at = now()
  const looked = stores.map(async (store) => {
    const [hot, cold] = await Promise.all([prices.cache.read(sku, store), prices.store.read(sku, store)])
    return [store, hot ? [...held(hot.price), hot.lease.untilMs] : null, cold ? held(cold) : null]
  })
  return JSON.stringify({ now: at, sku, stores: await Promise.all(looked) })
}

const held = ({ version, priceMinor, validUntil }: FoundPrice) => [version, priceMinor || null, validUntil]
