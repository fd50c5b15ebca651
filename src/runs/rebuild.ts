import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { PostgresLink } from '../adapters/postgres/client.ts'
import { PostgresPriceStore } from '../adapters/postgres/price-store.ts'
import { ensureSchema } from '../adapters/postgres/schema.ts'
import { RedisLink } from '../adapters/redis/client.ts'
import { RedisPriceCache } from '../adapters/redis/price-cache.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import { itemOf, type PublishedPrice } from '../engine/pricing/ports.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { readRecordPlace } from './folders/record-place.ts'
import { findRun } from './folders/run-folders.ts'
import { reachServers, type ReachedServers, type ServersRequest } from './open-kafka-target.ts'
import { Recording } from './replay/recording.ts'
import { schemaOf } from './server-names.ts'
import { UserError } from './user-error.ts'

const SCHEMA = /^promo_[a-z0-9_]{1,57}$/

export interface RebuildRequest {
  readonly run: string
  readonly servers: ServersRequest
  /** Of a recording, which does not know where its run published. */
  readonly topicPrefix?: string
  /** In PostgreSQL, for the same reason; that of the folder's name if not said. */
  readonly schema?: string
  /** False: it is only said what would be written. */
  readonly mayWrite: boolean
}

export interface RebuiltViews {
  readonly run: string
  readonly prefix: string
  readonly schema: string
  /** Newest published values, one an item. */
  readonly prices: number
  readonly written: boolean
}

const PRICES_AT_ONCE = 500

/**
 * The prices in Redis and PostgreSQL once more, from the log: it is executed again, and the newest value of each item is
 * written. A value that is there already and not older stays, so this may go on beside a run. Leases are the workers' to give.
 */
export async function rebuild({ run, servers, topicPrefix, schema: wished, mayWrite }: RebuildRequest): Promise<RebuiltViews> {
  const { dir } = findRun(run)
  const id = idOf(dir)
  const prefix = topicPrefix ?? prefixOf(dir)
  if (wished !== undefined && !SCHEMA.test(wished)) throw new UserError({ code: 'bad_schema', message: `--schema cannot be "${wished}"`, place: '--schema', value: wished, rule: 'promo_ and the id of a run in small letters, digits and _', fix: `write for example --schema ${schemaOf(id)}`, exitCode: 2 })
  const prices = newestPrices(Recording.open(dir))
  const reached = await reachServers(servers)
  const schema = wished ?? schemaOf(id)
  if (mayWrite) await Promise.all([fillCache(reached, prefix, prices), fillStore(reached, schema, prices)])
  return { run: id, prefix, schema, prices: prices.flat().length, written: mayWrite }
}

/** By partition. */
function newestPrices(recording: Recording): readonly (readonly PublishedPrice[])[] {
  const { partitions, policy, catalog } = recording.scenario
  return recording.partitions.map((partition) => {
    const pipeline = new PricingPipeline({ partition, partitions, policy, stores: catalog.stores })
    const newest = new Map<string, PublishedPrice>()
    for (const { records, firstOffset, batch, now } of recording.batches(partition)) {
      for (const price of pipeline.step(records, firstOffset, batch, now).outputs) newest.set(itemOf(price), price)
    }
    return [...newest.values()]
  })
}

async function fillCache({ redis }: ReachedServers, prefix: string, prices: readonly (readonly PublishedPrice[])[]): Promise<void> {
  const link = await RedisLink.open(redis, 'write')
  try {
    const cache = new RedisPriceCache({ reader: link, writer: link, prefix })
    await cache.tryRights()
    for (const [partition, own] of prices.entries()) for (const some of portions(own)) await cache.apply(some, { partition, untilMs: 0 })
  } finally {
    link.close()
  }
}

async function fillStore({ postgres }: ReachedServers, schema: string, prices: readonly (readonly PublishedPrice[])[]): Promise<void> {
  const link = await PostgresLink.open(postgres)
  try {
    const store = new PostgresPriceStore(link, await ensureSchema(link, schema, { mayCreate: true }))
    for (const own of prices) for (const some of portions(own)) await store.apply(some)
  } finally {
    await link.close()
  }
}

function* portions(prices: readonly PublishedPrice[]): Generator<readonly PublishedPrice[]> {
  for (let from = 0; from < prices.length; from += PRICES_AT_ONCE) yield prices.slice(from, from + PRICES_AT_ONCE)
}

/** A folder of one's own is not called as the run is. */
function idOf(dir: string): string {
  const file = join(dir, 'run.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunDocument).run.id : basename(resolve(dir))
}

function prefixOf(dir: string): string {
  if (existsSync(join(dir, 'kafka.json'))) return readRecordPlace(dir).prefix
  throw new UserError({ code: 'no_prefix', message: '--topic-prefix is missing', place: '--topic-prefix', rule: 'this folder does not say under which prefix its prices are', fix: 'write the prefix of the run', exitCode: 2 })
}
