import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Unavailable } from '../../engine/pricing/ports.ts'
import { makeCertificate, OwnRedis } from '../../testing/own-redis.ts'
import { published } from '../../testing/published.ts'
import { redisLogin, type ServerAccess } from '../server-url.ts'
import { RedisLink, type RedisProfile } from './client.ts'
import { RedisPriceCache } from './price-cache.ts'

const LEASE = { partition: 0, untilMs: 5000 }
const undo: (() => unknown)[] = []

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function start(...setting: Parameters<typeof OwnRedis.start>): Promise<OwnRedis> {
  const redis = await OwnRedis.start(...setting)
  undo.push(() => redis.remove())
  return redis
}

/** Tried until the server has come up. */
async function connect(access: ServerAccess, profile: RedisProfile = 'write'): Promise<RedisLink> {
  const link = await vi.waitFor(() => RedisLink.open(redisLogin(access, '--redis'), profile), { timeout: 5000 })
  undo.push(() => link.close())
  return link
}

async function openCache(port: number): Promise<RedisPriceCache> {
  const url = `redis://127.0.0.1:${port}`
  return new RedisPriceCache({ reader: await connect({ url }, 'read'), writer: await connect({ url }), prefix: '' })
}

/** How long it took to be refused, and by what. */
async function refusal(work: Promise<unknown>): Promise<{ readonly error: unknown; readonly elapsedMs: number }> {
  const began = performance.now()
  const error = await work.then(() => undefined, (thrown: unknown) => thrown)
  return { error, elapsedMs: performance.now() - began }
}

describe('a Redis that is killed', () => {
  test('is out of reach at once, and in use again by itself when it is back', async () => {
    const redis = await start()
    const cache = await openCache(redis.port)
    await cache.apply([published(1)], LEASE)

    await redis.kill()
    await sleep(50)
    const [read, write] = [await refusal(cache.read('SKU-1', 'S01')), await refusal(cache.apply([published(2)], LEASE))]
    await redis.start()

    expect([read.error, write.error]).toEqual([expect.any(Unavailable), expect.any(Unavailable)])
    expect(Math.max(read.elapsedMs, write.elapsedMs)).toBeLessThan(100)
    // It has forgotten everything: a cache, never the record.
    await vi.waitFor(async () => expect(await cache.read('SKU-1', 'S01')).toBeUndefined(), { timeout: 5000 })
    await vi.waitFor(() => cache.apply([published(3)], LEASE), { timeout: 5000 })
    expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 3 } })
  })
})

describe('a Redis that hangs', () => {
  test('is out of reach for a reader after 50 ms, for a writer after a second, and no queue grows', async () => {
    const redis = await start()
    const cache = await openCache(redis.port)
    redis.signal('SIGSTOP')

    let refused = 0
    const reads = Array.from({ length: 300 }, () => refusal(cache.read('SKU-1', 'S01')).finally(() => refused++))
    await setImmediate()
    const refusedAtTheDoor = refused
    const many = await Promise.all(reads)
    const write = await refusal(cache.apply([published(1)], LEASE))
    redis.signal('SIGCONT')

    expect(many.every(({ error }) => error instanceof Unavailable)).toBe(true)
    // 256 waited for their answer; the others were refused at the door.
    expect(refusedAtTheDoor).toBe(300 - 256)
    expect(Math.max(...many.map(({ elapsedMs }) => elapsedMs))).toBeLessThan(500)
    expect(write.error).toBeInstanceOf(Unavailable)
    expect(write.elapsedMs).toBeLessThan(1500)
    await vi.waitFor(() => cache.apply([published(2)], LEASE), { timeout: 5000 })
    // A machine at work may keep a reader waiting for longer than a reader waits.
    await vi.waitFor(async () => expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 2 } }), { timeout: 5000 })
  })

  test('keeps readers waiting once, and nobody else until it is heard again', async () => {
    const redis = await start()
    const cache = await openCache(redis.port)
    await cache.apply([published(1)], LEASE)
    redis.signal('SIGSTOP')
    await refusal(cache.read('SKU-1', 'S01'))

    const later = await Promise.all(Array.from({ length: 20 }, (_, index) => sleep(index * 10).then(() => refusal(cache.read('SKU-1', 'S01')))))
    redis.signal('SIGCONT')

    expect(later.every(({ error }) => error instanceof Unavailable)).toBe(true)
    expect(later.map(({ elapsedMs }) => elapsedMs).toSorted((a, b) => a - b)[10]).toBeLessThan(20)
    await vi.waitFor(async () => expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 1 } }), { timeout: 5000 })
  })
})

describe('a Redis with an access list', () => {
  const conf = ['user shop on >s3cret ~price:* ~leases +eval +hget +hset +hmget +ping +info', 'user default off']

  test('lets in who knows user and password', async () => {
    const { port, dir } = await start(conf)
    writeFileSync(join(dir, 'password'), 's3cret\n')
    const link = await connect({ url: `redis://shop@127.0.0.1:${port}`, password: `file:${join(dir, 'password')}` })
    const cache = new RedisPriceCache({ reader: link, writer: link, prefix: '' })
    await cache.apply([published(1)], LEASE)
    expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 1 }, lease: LEASE })
  })

  test('refuses anybody else, and the message says which server, not which password', async () => {
    const { port } = await start(conf)
    vi.stubEnv('WRONG', 'not-the-password')
    const tried = () => RedisLink.open(redisLogin({ url: `redis://shop@127.0.0.1:${port}`, password: 'env:WRONG' }, '--redis'), 'write')
    await vi.waitFor(async () => expect((await refusal(tried())).error).toMatchObject({ message: expect.stringContaining('WRONGPASS') }), { timeout: 5000 })
    const { error } = await refusal(tried())
    expect(error).toMatchObject({ mistake: { code: 'redis_unavailable', place: `Redis at 127.0.0.1:${port}`, exitCode: 106 } })
    expect(JSON.stringify(error)).not.toContain('not-the-password')
  })

  test('tells a mistake of ours from an outage', async () => {
    const { port } = await start(['requirepass s3cret'])
    vi.stubEnv('REDIS_PASSWORD', 's3cret')
    const link = await connect({ url: `redis://127.0.0.1:${port}`, password: 'env:REDIS_PASSWORD' })
    await expect(link.runScript('return nonsense()', [], [])).rejects.toThrow('nonsense')
  })
})

describe('a Redis behind TLS', () => {
  const conf = ['port 0', 'tls-port {port}', 'tls-cert-file "{dir}/cert.pem"', 'tls-key-file "{dir}/key.pem"', 'tls-ca-cert-file "{dir}/cert.pem"', 'tls-auth-clients no']

  test('is used where its authority is known, and refused where it is not', async () => {
    const { port, dir } = await start(conf, makeCertificate)
    const url = `rediss://127.0.0.1:${port}`
    const link = await connect({ url, caFile: join(dir, 'cert.pem') })
    const cache = new RedisPriceCache({ reader: link, writer: link, prefix: '' })
    await cache.apply([published(1)], LEASE)
    expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 1 } })
    expect((await refusal(RedisLink.open(redisLogin({ url }, '--redis'), 'write'))).error).toMatchObject({ message: expect.stringMatching(/self.signed certificate/) })
  })
})

test('a Redis that is not there is an error of the environment', async () => {
  const { error } = await refusal(RedisLink.open(redisLogin({ url: 'redis://127.0.0.1:1' }, '--redis'), 'read'))
  expect(error).toMatchObject({ message: expect.stringContaining('ECONNREFUSED'), mistake: { exitCode: 106 } })
})
