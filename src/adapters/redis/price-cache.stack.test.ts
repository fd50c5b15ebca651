import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { priceCacheContract } from '../../testing/contracts/price-cache.contract.ts'
import { published } from '../../testing/published.ts'
import { testServer } from '../../testing/real-servers.ts'
import { redisLogin } from '../server-url.ts'
import { RedisLink } from './client.ts'
import { RedisPriceCache } from './price-cache.ts'

const login = redisLogin({ url: `redis://${testServer('redis')}` }, '--redis')
let reader: RedisLink
let writer: RedisLink

beforeAll(async () => {
  ;[reader, writer] = await Promise.all([RedisLink.open(login, 'read'), RedisLink.open(login, 'write')])
})

afterAll(() => {
  reader.close()
  writer.close()
})

const open = (prefix = `${randomUUID()}:`) => new RedisPriceCache({ reader, writer, prefix })
const redisCli = (...args: readonly string[]) => execFileSync('redis-cli', ['-p', String(login.port), ...args], { encoding: 'utf8' }).trimEnd().split('\n')

priceCacheContract('Redis', open)

describe('prices in Redis', () => {
  test('are what redis-cli finds', async () => {
    const prefix = `${randomUUID()}:`
    await open(prefix).apply([published(3)], { partition: 2, untilMs: 5000, mark: 1_795_840_205_000_001 })
    const words = redisCli('hgetall', `${prefix}price:SKU-1:S01`)
    const hash = Object.fromEntries(words.flatMap((word, index) => (index % 2 ? [] : [[word, words[index + 1]]])))
    const { sku: _, store: __, ...fields } = published(3)
    expect(hash).toEqual({ partition: '2', ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])) })
    expect(redisCli('hgetall', `${prefix}leases`)).toEqual(['2:mark', '1795840205000001', '2', '5000'])
  })

  test('of a batch of thousands are all there, and then the lease', async () => {
    const cache = open()
    const prices = Array.from({ length: 2345 }, (_, n) => published(1, { sku: `SKU-${n}`, priceMinor: n }))
    await cache.apply(prices, { partition: 1, untilMs: 5000 })
    const found = await Promise.all([0, 199, 200, 1599, 1600, 2344].map((n) => cache.read(`SKU-${n}`, 'S01')))
    expect(found.map((one) => [one?.price.priceMinor, one?.lease])).toMatchObject([0, 199, 200, 1599, 1600, 2344].map((n) => [n, { partition: 1, untilMs: 5000 }]))
  })

  test('that cannot all be written do not renew the lease', async () => {
    const prefix = `${randomUUID()}:`
    redisCli('set', `${prefix}price:SKU-100:S01`, 'no hash')
    const prices = Array.from({ length: 1000 }, (_, n) => published(1, { sku: `SKU-${n}` }))
    await expect(open(prefix).apply(prices, { partition: 1, untilMs: 5000 })).rejects.toThrow('WRONGTYPE')
    expect(redisCli('hgetall', `${prefix}leases`)).toEqual([''])
  })

  test('that were deleted behind its back are missed by the next write, one mark apart', async () => {
    const prefix = `${randomUUID()}:`
    const [cache, mark] = [open(prefix), 1_795_840_205_000_001]
    await cache.apply([published(1)], { partition: 1, untilMs: 5000, mark })
    await cache.apply([], { partition: 1, untilMs: 6000, mark: mark + 1, expectedMark: mark })
    redisCli('hset', `${prefix}leases`, '1:mark', String(mark))
    await expect(cache.apply([], { partition: 1, untilMs: 7000, mark: mark + 2, expectedMark: mark + 1 })).rejects.toThrow('has lost prices of partition 1')
    expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 1 }, lease: { untilMs: 0, mark } })

    redisCli('del', `${prefix}leases`, `${prefix}price:SKU-1:S01`)
    await expect(cache.apply([published(1)], { partition: 1, untilMs: 8000, mark: mark + 3, expectedMark: mark + 1 })).rejects.toThrow('has lost prices of partition 1')
    expect(redisCli('keys', `${prefix}price:*`)).toEqual([''])
  })

  test('of a SKU with a colon are not those of another SKU', async () => {
    const cache = open()
    await cache.apply([published(1, { sku: 'A:B', store: 'C' })], { partition: 0, untilMs: 5000 })
    expect(await cache.read('A', 'B:C')).toBeUndefined()
    expect(await cache.read('A:B', 'C')).toMatchObject({ price: { version: 1 } })
  })

  test('under one prefix are not those under another', async () => {
    await open('one:').apply([published(1)], { partition: 0, untilMs: 5000 })
    expect(await open('other:').read('SKU-1', 'S01')).toBeUndefined()
  })
})
