import { UserError } from '../../engine/kernel/user-error.ts'
import { type CacheLease, type FoundPrice, type HeldLease, type PriceCache, PricesLost, type PublishedPrice, Unavailable } from '../../engine/pricing/ports.ts'
import type { RedisLink } from './client.ts'
import { Gathered } from '../gathered.ts'
import { PRICE_FIELDS, PUT_PRICES, READ_PRICES, TRY_RIGHTS } from './scripts.ts'

/** A script holds up every reader for as long as it runs; this many prices take about a millisecond. */
const PRICES_A_SCRIPT = 200
const SCRIPTS_AT_ONCE = 4
const READS_AT_ONCE = 4
const READS_A_SCRIPT = 100
const READS_WAITING_MAX = 256

type Item = readonly [sku: string, store: string]
interface Found {
  readonly price: FoundPrice
  readonly lease: HeldLease
}

export interface RedisPrices {
  /** A link of each profile; who only reads, or only writes, may give one for both. */
  readonly reader: RedisLink
  readonly writer: RedisLink
  /** Before every key, so that several runs can share a server. */
  readonly prefix: string
}

/**
 * The hot price cache in Redis: `price:{sku}:{store}` holds a price, `leases` the life of each partition's promise and its
 * newest write. Reads that are begun together share a script: one costs both sides hardly more than each alone would.
 */
export class RedisPriceCache implements PriceCache {
  readonly #reader: RedisLink
  readonly #writer: RedisLink
  readonly #prefix: string
  readonly #reads: Gathered<Item, Found | undefined>

  constructor({ reader, writer, prefix }: RedisPrices) {
    this.#reader = reader
    this.#writer = writer
    this.#prefix = prefix
    this.#reads = new Gathered({ what: reader.name, askAll: (items) => this.#readAll(items), callsMax: READS_AT_ONCE, questionsMax: READS_A_SCRIPT, waitingMax: READS_WAITING_MAX })
  }

  /** The lease goes with the last prices: while one of them is missing, the promise is not renewed. */
  async apply(prices: readonly PublishedPrice[], lease: CacheLease): Promise<void> {
    const scripts = portions(prices, PRICES_A_SCRIPT)
    const last = scripts.pop() ?? []
    for (const some of portions(scripts, SCRIPTS_AT_ONCE)) await Promise.all(some.map((part) => this.#put(part, { ...lease, untilMs: 0, mark: 0 })))
    await this.#put(last, lease)
  }

  read(sku: string, store: string): Promise<Found | undefined> {
    return this.#reads.ask([sku, store])
  }

  /** Rejects where the server does not let its user do what is done here; changes nothing. */
  async tryRights(): Promise<void> {
    try {
      await this.#writer.runScript(TRY_RIGHTS, [this.#leases, this.#keyOf('promo-rights', '')], [])
    } catch (error) {
      throw error instanceof Unavailable ? error : rightMissing(this.#prefix, error as Error)
    }
  }

  async #readAll(items: readonly Item[]): Promise<readonly (Found | undefined)[]> {
    const keys = [this.#leases, ...items.map(([sku, store]) => this.#keyOf(sku, store))]
    const all = (await this.#reader.runScript(READ_PRICES, keys, [])) as readonly (readonly string[] | null)[]
    return all.map((found) => (found === null ? undefined : readFound(found)))
  }

  async #put(prices: readonly PublishedPrice[], { partition, untilMs, mark = 0, expectedMs = 0, expectedMark = 0 }: CacheLease): Promise<void> {
    const keys = [this.#leases, ...prices.map(({ sku, store }) => this.#keyOf(sku, store))]
    const answer = await this.#writer.runScript(PUT_PRICES, keys, [partition, untilMs, mark, expectedMs, expectedMark, ...prices.flatMap((price) => PRICE_FIELDS.map((field) => price[field]))])
    if (answer === 'LOST') throw new PricesLost(partition)
  }

  get #leases(): string {
    return `${this.#prefix}leases`
  }

  #keyOf(sku: string, store: string): string {
    return `${this.#prefix}price:${unambiguous(sku)}:${store}`
  }
}

/** A SKU with a colon in it must not be taken for another SKU with a longer store. */
const unambiguous = (sku: string): string => sku.replaceAll(/[%:]/g, encodeURIComponent)

function readFound(found: readonly string[]): Found {
  const [version, priceMinor, , promoLabel, validUntil, floorMinor, costVersion, promoFreeMinor, publishedAt, partition, untilMs, mark] = found
  return {
    price: { version: +version, priceMinor: +priceMinor, promoLabel, validUntil: +validUntil, floorMinor: +floorMinor, costVersion: +costVersion, promoFreeMinor: +promoFreeMinor, publishedAt: +publishedAt },
    lease: { partition: +partition, untilMs: +untilMs, mark: +mark },
  }
}

function portions<T>(all: readonly T[], size: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
}

function rightMissing(prefix: string, { message }: Error): UserError {
  return new UserError({
    code: 'redis_right_missing',
    message: `Redis refuses: ${message.split(' script: ', 1)[0]}`,
    place: '--redis',
    rule: `the user has ~${prefix}price:* ~${prefix}leases +eval +hget +hset +hmget +info`,
    fix: 'grant it by ACL SETUSER',
    exitCode: 106,
  })
}
