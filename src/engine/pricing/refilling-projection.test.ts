import { describe, expect, test } from 'vitest'
import { ModelCache } from '../../simulator/model-prices.ts'
import { published } from '../../testing/published.ts'
import { PatientProjection } from './patient-projection.ts'
import { type CacheLease, type PublishedPrice, Unavailable } from './ports.ts'
import { RefillingProjection } from './refilling-projection.ts'

const START = 1_000_000

/** A partition's owner with items that stand, before a cache that can be flushed, and that counts. */
class Owner {
  readonly cache: ModelCache
  readonly written: { readonly prices: number; readonly untilMs: number }[] = []
  readonly projection: RefillingProjection
  isDown = false
  #standing: PublishedPrice[]
  #previousMs: number

  constructor(items: number, { cache = new ModelCache(), previousMs = 0 } = {}) {
    this.cache = cache
    this.#standing = Array.from({ length: items }, (_, item) => published(1, { sku: `SKU-${item}` }))
    this.#previousMs = previousMs
    const standing = (from: number, to: number) => (from < this.#standing.length ? this.#standing.slice(from, to) : undefined)
    this.projection = new RefillingProjection({ apply: (prices, lease) => this.#write(prices, lease) }, standing)
  }

  get standing(): readonly PublishedPrice[] {
    return this.#standing
  }

  /** A batch at `atMs` that published these. */
  async publish(atMs: number, ...prices: PublishedPrice[]): Promise<void> {
    const changed = new Map(prices.map((price) => [price.sku, price]))
    this.#standing = this.#standing.map((price) => changed.get(price.sku) ?? price)
    const untilMs = START + atMs + 5000
    await this.projection.apply(prices, { partition: 0, untilMs, previousMs: this.#previousMs })
    this.#previousMs = untilMs
  }

  /** Versions in the cache, of items that are there; and the lease. */
  async held(): Promise<{ readonly versions: readonly number[]; readonly leases: ReadonlySet<number> }> {
    const found = await Promise.all(this.#standing.map(({ sku, store }) => this.cache.read(sku, store)))
    const there = found.filter((each) => each !== undefined)
    return { versions: there.map(({ price }) => price.version), leases: new Set(there.map(({ lease }) => lease.untilMs - START)) }
  }

  async #write(prices: readonly PublishedPrice[], lease: CacheLease): Promise<void> {
    if (this.isDown) throw new Unavailable('the price cache')
    await this.cache.apply(prices, lease)
    this.written.push({ prices: prices.length, untilMs: lease.untilMs })
  }
}

async function filled(items: number): Promise<Owner> {
  const owner = new Owner(items)
  await owner.publish(0, ...owner.standing)
  return owner
}

describe('publishing to a cache that may lose what it was given', () => {
  test('given nothing lost, when turns go by, then each is one write', async () => {
    const owner = await filled(3)
    await owner.publish(1000)
    await owner.publish(1000, published(2, { sku: 'SKU-1' }))
    expect(owner.written.map(({ prices }) => prices)).toEqual([3, 0, 1])
    expect(await owner.held()).toEqual({ versions: [1, 2, 1], leases: new Set([6000]) })
  })

  test('given a flush, when the next turns come, then everything is written again, quiet items as well, and only then a lease', async () => {
    const owner = await filled(7000)
    owner.cache.flush()
    await owner.publish(1000, published(2, { sku: 'SKU-6999' }))
    expect([await owner.held(), await owner.projection.settle()]).toEqual([{ versions: [], leases: new Set() }, false])

    await owner.publish(2000)
    expect([(await owner.held()).versions.length, (await owner.held()).leases, await owner.projection.settle()]).toEqual([5000, new Set([-START]), false])

    await owner.publish(3000)
    expect(await owner.held()).toEqual({ versions: [...Array(6999).fill(1), 2], leases: new Set([8000]) })
    expect(await owner.projection.settle()).toBe(true)
  })

  test('given a cache that comes back old, when the next turns come, then its lease is revoked and its prices are new again', async () => {
    const owner = await filled(2)
    owner.cache.save()
    await owner.publish(500, published(2, { sku: 'SKU-0' }))
    owner.cache.restart()
    await owner.publish(1000)
    expect(await owner.held()).toEqual({ versions: [1, 1], leases: new Set([-START]) })
    await owner.publish(1001)
    expect(await owner.held()).toEqual({ versions: [2, 1], leases: new Set([6001]) })
  })

  test('given what was written without a lease, when the cache loses it, then that is noticed as well', async () => {
    const owner = await filled(2)
    owner.cache.save()
    await owner.projection.apply([published(2, { sku: 'SKU-0' })], { partition: 0, untilMs: 0 })
    owner.cache.restart()
    await owner.publish(1000)
    expect((await owner.held()).leases).toEqual(new Set([-START]))
  })

  test('given a second loss in the middle, when the turns go on, then it begins anew', async () => {
    const owner = await filled(7000)
    owner.cache.flush()
    await owner.publish(1000)
    await owner.publish(2000)
    owner.cache.flush()
    for (const atMs of [3000, 4000]) await owner.publish(atMs)
    expect((await owner.held()).versions).toHaveLength(5000)
    await owner.publish(5000)
    expect(await owner.held()).toEqual({ versions: Array(7000).fill(1), leases: new Set([10_000]) })
  })

  test('given a cache that is out of reach in the middle, when it is back, then the rest comes', async () => {
    const owner = await filled(7000)
    const patient = new PatientProjection(owner.projection)
    const turn = (atMs: number) => patient.apply([], { partition: 0, untilMs: START + atMs + 5000 })
    owner.cache.flush()
    for (const atMs of [1000, 2000]) await turn(atMs)
    owner.isDown = true
    await turn(3000)
    expect(await patient.settle()).toBe(false)
    owner.isDown = false
    await turn(4000)
    expect(await owner.held()).toEqual({ versions: Array(7000).fill(1), leases: new Set([9000]) })
    expect(await patient.settle()).toBe(true)
  })
})

describe('a new owner', () => {
  test('given that the cache holds the lease he goes on from, when he publishes, then nothing is written twice', async () => {
    const { cache } = await filled(3)
    const next = new Owner(3, { cache, previousMs: START + 5000 })
    await next.publish(1000)
    expect(next.written).toEqual([{ prices: 0, untilMs: START + 6000 }])
  })

  test('given a cache that lost it while nobody looked, when he publishes, then everything is written again', async () => {
    const { cache } = await filled(3)
    cache.flush()
    const next = new Owner(3, { cache, previousMs: START + 5000 })
    for (const atMs of [1000, 1001]) await next.publish(atMs)
    expect(await next.held()).toEqual({ versions: [1, 1, 1], leases: new Set([6001]) })
  })

  test('given a predecessor who was still filling it, when he publishes, then he begins anew', async () => {
    const before = await filled(7000)
    before.cache.flush()
    for (const atMs of [1000, 2000]) await before.publish(atMs)
    const next = new Owner(7000, { cache: before.cache, previousMs: START + 5000 })
    for (const atMs of [2500, 3000, 4000]) await next.publish(atMs)
    expect(await next.held()).toEqual({ versions: Array(7000).fill(1), leases: new Set([9000]) })
  })

  test('given an owner who was cut off and comes late, when he publishes, then he grants no lease of an unfinished cache', async () => {
    const before = await filled(7000)
    before.cache.flush()
    const next = new Owner(7000, { cache: before.cache, previousMs: START + 5000 })
    for (const atMs of [1000, 2000]) await next.publish(atMs)
    await before.publish(500)
    expect((await next.held()).leases).toEqual(new Set([-START]))
  })
})
