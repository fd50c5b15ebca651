import { describe, expect, test } from 'vitest'
import { ModelStore } from '../../simulator/model-prices.ts'
import { published } from '../../testing/published.ts'
import { type PublishedPrice, Unavailable } from './ports.ts'
import { WriteBehindProjection } from './write-behind-projection.ts'

const lease = (untilMs: number) => ({ partition: 0, untilMs })

/** A store that can be slow or away, and remembers what it was asked. */
class FickleStore extends ModelStore {
  readonly writes: (readonly number[])[] = []
  trouble: Error | undefined
  gate = Promise.resolve()

  override async apply(prices: readonly PublishedPrice[]): Promise<void> {
    await this.gate
    this.writes.push(prices.map(({ version }) => version))
    if (this.trouble) throw this.trouble
    await super.apply(prices)
  }
}

function publisher() {
  const store = new FickleStore()
  const behind = new WriteBehindProjection(store)
  const publish = (atMs: number, ...prices: PublishedPrice[]) => behind.apply(prices, lease(atMs + 5000))
  const versionOf = async (sku: string) => (await store.read(sku, 'S01'))?.version
  return { store, behind, publish, versionOf }
}

describe('publishing behind the batches', () => {
  test('given a store that does not answer, then no batch waits for it', async () => {
    const { store, behind, publish, versionOf } = publisher()
    const { promise, resolve } = Promise.withResolvers<void>()
    store.gate = promise

    await publish(0, published(1))
    await publish(500, published(2))
    expect(await versionOf('SKU-1')).toBeUndefined()

    resolve()
    expect(await behind.settle()).toBe(true)
    expect(await versionOf('SKU-1')).toBe(2)
  })

  test('given several changes of an item within a quarter of a second, then the newest is written', async () => {
    const { store, behind, publish } = publisher()
    await publish(0, published(1))
    for (const [index, atMs] of [20, 100, 200].entries()) await publish(atMs, published(index + 2))
    await publish(250)
    await behind.settle()
    expect(store.writes).toEqual([[1], [4]])
  })

  test('given a store that is away, then what waits is written when it is back, and no newer price is overwritten', async () => {
    const { store, behind, publish, versionOf } = publisher()
    store.trouble = new Unavailable('the store')
    await publish(0, published(1), published(1, { sku: 'SKU-2' }))
    expect(await behind.settle()).toBe(false)
    await publish(10, published(2))

    store.trouble = undefined
    await publish(300)
    expect(await behind.settle()).toBe(true)
    expect([await versionOf('SKU-1'), await versionOf('SKU-2')]).toEqual([2, 1])
  })

  test('given an outage has left very many, then no statement carries more than two thousand', async () => {
    const { store, behind, publish } = publisher()
    await publish(0, ...Array.from({ length: 4500 }, (_, index) => published(1, { sku: `SKU-${index}` })))
    await behind.settle()
    expect(store.writes.map(({ length }) => length)).toEqual([2000, 2000, 500])
  })

  test('given prices that never stop, then settling ends with those that were there', async () => {
    const { store, behind, publish, versionOf } = publisher()
    await publish(0, published(1))
    let version = 1
    const apply = store.apply.bind(store)
    store.apply = async (prices) => {
      await apply(prices)
      await publish(10, published(++version))
    }
    await publish(10, published(1, { sku: 'SKU-2' }))
    expect(await behind.settle()).toBe(true)
    expect(await versionOf('SKU-2')).toBe(1)
  })

  test('given a mistake of ours, then the next batch hears of it', async () => {
    const { store, behind, publish } = publisher()
    store.trouble = new Error('no such column')
    await publish(0, published(1))
    await behind.settle()
    await expect(publish(10)).rejects.toThrow('no such column')
  })
})
