import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { priceStoreContract } from '../../testing/contracts/price-store.contract.ts'
import { published } from '../../testing/published.ts'
import { psql, TestSchema } from '../../testing/test-schema.ts'
import { PostgresPriceStore } from './price-store.ts'
import { ensureSchema } from './schema.ts'

let schema: TestSchema

beforeAll(async () => {
  schema = await TestSchema.make()
})

afterAll(() => schema.drop())

/** Each store sees only what it wrote: SKUs get a prefix of their own, so that all share the tables. */
function open() {
  const store = new PostgresPriceStore(schema.link, schema.name)
  const mine = `${randomUUID()}:`
  return {
    apply: (prices: Parameters<typeof store.apply>[0]) => store.apply(prices.map((price) => ({ ...price, sku: mine + price.sku }))),
    read: (sku: string, at: string) => store.read(mine + sku, at),
  }
}

priceStoreContract('PostgreSQL', open)

describe('last safe prices in PostgreSQL', () => {
  test('are what psql finds', async () => {
    await new PostgresPriceStore(schema.link, schema.name).apply([published(7, { sku: 'SEEN-BY-PSQL' })])
    expect(psql(`select sku, store, price_minor, currency, promo_label, valid_until, version, floor_minor, cost_version, promo_free_minor, published_at from ${schema.name}.last_safe_prices where sku = 'SEEN-BY-PSQL'`)).toBe(
      'SEEN-BY-PSQL S01 9000 INR flash 600000 7 8000 1 10000 0',
    )
  })

  test('of a batch of thousands are one statement, and all there', async () => {
    const store = open()
    await store.apply(Array.from({ length: 5000 }, (_, n) => published(1, { sku: `SKU-${n}`, priceMinor: n })))
    expect([await store.read('SKU-0', 'S01'), await store.read('SKU-4999', 'S01')]).toMatchObject([{ priceMinor: 0 }, { priceMinor: 4999 }])
  })

  test('written by two at once in opposite orders keep the newest versions', async () => {
    const store = open()
    const items = Array.from({ length: 200 }, (_, n) => `SKU-${n}`)
    const rounds = Array.from({ length: 10 }, (_, n) => n + 1)
    const write = (version: number, skus: readonly string[]) => store.apply(skus.map((sku) => published(version, { sku })))
    await Promise.all(rounds.flatMap((round) => [write(2 * round, items), write(2 * round - 1, items.toReversed())]))
    const versions = await Promise.all(items.slice(0, 5).map(async (sku) => (await store.read(sku, 'S01'))?.version))
    expect(versions).toEqual([20, 20, 20, 20, 20])
  })

  test('may hold whatever a name may hold', async () => {
    const store = open()
    await store.apply([published(1, { sku: "Robert'); drop table x;--", promoLabel: '{"a",NULL}\\' })])
    expect(await store.read("Robert'); drop table x;--", 'S01')).toMatchObject({ promoLabel: '{"a",NULL}\\' })
  })
})

describe('a schema', () => {
  test('that is missing is not made without leave', async () => {
    await expect(ensureSchema(schema.link, `${schema.name}_x`, { mayCreate: false })).rejects.toMatchObject({ mistake: { code: 'schema_missing', exitCode: 106 } })
    expect(psql(`select count(*) from information_schema.schemata where schema_name = '${schema.name}_x'`)).toBe('0')
  })

  test('that is there is left as it is', async () => {
    const before = psql(`select count(*) from ${schema.name}.last_safe_prices`)
    await ensureSchema(schema.link, schema.name, { mayCreate: true })
    expect(psql(`select count(*) from ${schema.name}.last_safe_prices`)).toBe(before)
  })

  test.each(['x; drop schema public', '1a', 'A', ''])('is not called %j', async (name) => {
    await expect(ensureSchema(schema.link, name, { mayCreate: true })).rejects.toMatchObject({ mistake: { code: 'bad_schema' } })
  })
})
