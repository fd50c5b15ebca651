import { type FoundPrice, itemOf, type PriceStore, type PublishedPrice } from '../../engine/pricing/ports.ts'
import { answeredWithin } from '../deadline.ts'
import { Gathered } from '../gathered.ts'
import type { PostgresLink, Statement } from './client.ts'

const READ_MS_MAX = 250
const WRITE_MS_MAX = 2000
/** Of the link's connections, so that writes always have some. */
const READ_CALLS_MAX = 2
const READS_A_CALL = 100
const READS_WAITING_MAX = 256

/** A column, its type, and its place in a price. */
const COLUMNS = [
  ['sku', 'text', 'sku'],
  ['store', 'text', 'store'],
  ['price_minor', 'bigint', 'priceMinor'],
  ['currency', 'text', 'currency'],
  ['promo_label', 'text', 'promoLabel'],
  ['valid_until', 'bigint', 'validUntil'],
  ['version', 'bigint', 'version'],
  ['floor_minor', 'bigint', 'floorMinor'],
  ['cost_version', 'bigint', 'costVersion'],
  ['promo_free_minor', 'bigint', 'promoFreeMinor'],
  ['published_at', 'bigint', 'publishedAt'],
] as const satisfies readonly (readonly [string, 'text' | 'bigint', keyof PublishedPrice])[]

type Row = Readonly<Record<(typeof COLUMNS)[number][0], string>>
type Item = readonly [sku: string, store: string]

/**
 * The cold store of last safe prices in PostgreSQL: one statement a batch, and a version never goes back. Reads that come
 * while others are under way share a statement: where the cache is gone, all of them come here.
 */
export class PostgresPriceStore implements PriceStore {
  readonly #link: PostgresLink
  readonly #put: Statement
  readonly #find: Statement
  readonly #reads: Gathered<Item, FoundPrice | undefined>

  /** `schema` comes from `ensureSchema`. */
  constructor(link: PostgresLink, schema: string) {
    this.#link = link
    this.#put = putStatement(schema)
    this.#find = findStatement(schema)
    this.#reads = new Gathered({ what: link.name, askAll: (items) => this.#findAll(items), callsMax: READ_CALLS_MAX, questionsMax: READS_A_CALL, waitingMax: READS_WAITING_MAX })
  }

  async apply(prices: readonly PublishedPrice[]): Promise<void> {
    if (prices.length === 0) return
    const newest = newestOfEach(prices)
    await this.#link.run(this.#put, COLUMNS.map(([, , field]) => newest.map((price) => price[field])))
  }

  /** The wait for a statement of one's own is a part of the wait. */
  read(sku: string, store: string): Promise<FoundPrice | undefined> {
    return answeredWithin(READ_MS_MAX, this.#link.name, this.#reads.ask([sku, store]))
  }

  async #findAll(items: readonly Item[]): Promise<readonly (FoundPrice | undefined)[]> {
    const rows = await this.#link.run<Row>(this.#find, [items.map(([sku]) => sku), items.map(([, store]) => store)])
    const found = new Map(rows.map((row) => [itemOf(row), readRow(row)]))
    return items.map(([sku, store]) => found.get(itemOf({ sku, store })))
  }
}

function findStatement(schema: string): Statement {
  const text = `select * from ${schema}.last_safe_prices where (sku, store) in (select * from unnest($1::text[], $2::text[]))`
  return { name: `find-prices-${schema}`, text, answerMsMax: READ_MS_MAX }
}

function putStatement(schema: string): Statement {
  const names = COLUMNS.map(([name]) => name)
  const arrays = COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`)
  const text = `
    insert into ${schema}.last_safe_prices as known (${names.join(', ')})
    select * from unnest(${arrays.join(', ')})
    on conflict (sku, store) do update set ${names.slice(2).map((name) => `${name} = excluded.${name}`).join(', ')}
    where known.version < excluded.version`
  return { name: `put-prices-${schema}`, text, answerMsMax: WRITE_MS_MAX }
}

/** A statement may touch a row once. In one order always, so that two writers never wait for each other in a circle. */
function newestOfEach(prices: readonly PublishedPrice[]): readonly PublishedPrice[] {
  const newest = new Map<string, PublishedPrice>()
  for (const price of prices) {
    const key = itemOf(price)
    if ((newest.get(key)?.version ?? 0) < price.version) newest.set(key, price)
  }
  return [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, price]) => price)
}

/** pg gives 64-bit numbers as text; ours are all whole and below 2^53. */
function readRow(row: Row): FoundPrice {
  return {
    priceMinor: +row.price_minor,
    promoLabel: row.promo_label,
    validUntil: +row.valid_until,
    version: +row.version,
    floorMinor: +row.floor_minor,
    costVersion: +row.cost_version,
    promoFreeMinor: +row.promo_free_minor,
    publishedAt: +row.published_at,
  }
}
