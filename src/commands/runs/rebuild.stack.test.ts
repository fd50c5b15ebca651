import { randomUUID } from 'node:crypto'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PostgresLink } from '../../adapters/postgres/client.ts'
import { PostgresPriceStore } from '../../adapters/postgres/price-store.ts'
import { RedisLink } from '../../adapters/redis/client.ts'
import { RedisPriceCache } from '../../adapters/redis/price-cache.ts'
import { postgresLogin, redisLogin } from '../../adapters/server-url.ts'
import { schemaOf } from '../../runs/server-names.ts'
import { postgresUrl } from '../../runs/stack/health.ts'
import { testBrokers } from '../../testing/kafka-world.ts'
import { emptyFolder, promo } from '../../testing/promo-cli.ts'
import { testServer } from '../../testing/real-servers.ts'

const SERVERS = ['--brokers', testBrokers().join(','), '--redis', `redis://${testServer('redis')}`, '--postgres', postgresUrl(testServer('postgres'))]
const name = `shop-${randomUUID().slice(0, 8)}`
const prefix = `${name}.`
let cwd = ''

/** The last price of each item as the run itself published it. */
function published(): readonly (readonly [sku: string, store: string, priceMinor: number])[] {
  const logs = Array.from({ length: 8 }, (_, partition) => readFileSync(join(cwd, name, 'log', String(partition), `${'0'.repeat(20)}.jsonl`), 'utf8'))
  const updates = logs.join('').split('\n').filter((line) => line.startsWith('{"topic":"price_updates"')).map((line) => JSON.parse(line))
  return [...new Map(updates.map(({ sku, store, priceMinor }) => [`${sku} ${store}`, [sku, store, priceMinor ?? 0] as const])).values()]
}

beforeAll(() => {
  cwd = emptyFolder()
  cpSync(resolve('fixtures/recordings/from-kafka'), join(cwd, name), { recursive: true })
})
afterAll(() => rmSync(cwd, { recursive: true }))

it('given a schema that no run has, then it is refused', async () => {
  const { exitCode, stdout } = await promo(['runs', 'rebuild', name, '--topic-prefix', prefix, '--schema', 'public; drop', ...SERVERS, '--json'], { cwd })
  expect([exitCode, JSON.parse(stdout).error]).toEqual([2, expect.objectContaining({ code: 'bad_schema', place: '--schema' })])
  const other = await promo(['runs', 'rebuild', name, '--topic-prefix', prefix, '--schema', 'promo_other', ...SERVERS, '--json'], { cwd })
  expect(JSON.parse(other.stdout)).toMatchObject({ schema: 'promo_other', written: false })
})

it('given empty servers, then they hold what the run had published last', async () => {
  const dry = await promo(['runs', 'rebuild', name, '--topic-prefix', prefix, ...SERVERS, '--json'], { cwd })
  expect(JSON.parse(dry.stdout)).toMatchObject({ prices: published().length, written: false, prefix })
  const [redis, postgres] = [await RedisLink.open(redisLogin({ url: `redis://${testServer('redis')}` }, '--redis'), 'read'), await PostgresLink.open(postgresLogin({ url: postgresUrl(testServer('postgres')) }, '--postgres'))]
  const [cache, store] = [new RedisPriceCache({ reader: redis, writer: redis, prefix }), new PostgresPriceStore(postgres, schemaOf(name))]
  try {
    expect(await cache.read(published()[0][0], published()[0][1])).toBeUndefined()
    expect((await promo(['runs', 'rebuild', name, '--topic-prefix', prefix, '--yes', ...SERVERS], { cwd })).exitCode).toBe(0)
    for (const [sku, storeName, priceMinor] of published()) {
      expect(await cache.read(sku, storeName), sku).toMatchObject({ price: { priceMinor } })
      expect(await store.read(sku, storeName), sku).toMatchObject({ priceMinor })
    }
  } finally {
    redis.close()
    await postgres.close()
  }
})
