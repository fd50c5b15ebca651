import { describe, expect, it } from 'vitest'
import type { Commit, EventLog } from '../engine/kernel/ports.ts'
import { Unavailable } from '../engine/pricing/ports.ts'
import { ModelCache, ModelStore } from '../simulator/model-prices.ts'
import { priceCacheContract } from '../testing/contracts/price-cache.contract.ts'
import { priceStoreContract } from '../testing/contracts/price-store.contract.ts'
import { faultWorld, plannedFault } from '../testing/fault-world.ts'
import { published } from '../testing/published.ts'

const LEASE = { partition: 0, untilMs: 5000 }
const SECOND = 1000

priceCacheContract('a cache with a fault that is not on', () => faultWorld('cache:down@10s+5s').faults.cache(new ModelCache(), 'test'))
priceStoreContract('a store with a fault that is not on', () => faultWorld('store:timeout@10s+5s').faults.store(new ModelStore(), 'test'))

/** A cache that has one price, under these faults from 1 s to 5 s; how long a read takes, and what comes of it. */
function cacheUnder(fault: string) {
  const { faults, time } = faultWorld(fault)
  const inner = new ModelCache()
  const cache = faults.cache(inner, 'test')
  const ask = async (call: () => Promise<unknown>) => {
    const began = time.ms
    let outcome = 'nothing'
    let tookMs = -1
    const end = (what: string) => () => ((outcome = what), (tookMs = time.ms - began))
    void call().then(end('done'), (error: unknown) => end(error instanceof Unavailable ? 'refused' : 'broken')())
    await time.pass(10 * SECOND)
    return `${outcome} after ${tookMs} ms`
  }
  return { faults, time, inner, cache, read: () => ask(() => cache.read('SKU-1', 'S01')), write: (version = 2) => ask(() => cache.apply([published(version)], LEASE)) }
}

describe('a call under a fault', () => {
  it.each<[fault: string, read: string, write: string, written: number | undefined]>([
    ['cache:down@1s+4s', 'refused after 0 ms', 'refused after 0 ms', undefined],
    ['cache:latency,latency=20ms@1s+4s', 'done after 20 ms', 'done after 20 ms', 2],
    ['cache:latency,latency=20ms,stream=upstream@1s+4s', 'done after 20 ms', 'done after 20 ms', 2],
    ['cache:latency,latency=200ms@1s+4s', 'refused after 50 ms', 'done after 200 ms', 2],
    ['cache:bandwidth,rate=4@1s+4s', 'done after 8 ms', 'done after 8 ms', 2],
    ['cache:bandwidth,rate=4,stream=upstream@1s+4s', 'done after 8 ms', 'done after 32 ms', 2],
    ['cache:timeout,timeout=30ms@1s+4s', 'refused after 30 ms', 'refused after 30 ms', 2],
    ['cache:timeout,timeout=30ms,stream=upstream@1s+4s', 'refused after 30 ms', 'refused after 30 ms', undefined],
    ['cache:timeout@1s+4s', 'refused after 50 ms', 'refused after 1000 ms', 2],
    ['cache:reset_peer@1s+4s', 'refused after 0 ms', 'refused after 0 ms', 2],
    ['cache:reset_peer,stream=upstream@1s+4s', 'refused after 0 ms', 'refused after 0 ms', undefined],
    ['cache:slicer,average_size=10,delay=1ms,stream=upstream@1s+4s', 'done after 4 ms', 'done after 13 ms', 2],
    ['cache:limit_data,bytes=100,stream=upstream@1s+4s', 'done after 0 ms', 'refused after 0 ms', undefined],
    ['cache:pause@1s+4s', 'refused after 50 ms', 'refused after 1000 ms', 2],
    ['cache:hang@1s+4s', 'refused after 50 ms', 'refused after 1000 ms', 2],
    ['cache:hang@1s+4s~0', 'done after 0 ms', 'done after 0 ms', 2],
  ])('%s: a read is %s, a write is %s', async (fault, read, write, written) => {
    const world = cacheUnder(fault)
    world.time.ms = 1500
    expect(await world.read()).toBe(read)
    world.time.ms = 1500
    expect(await world.write()).toBe(write)
    await world.time.pass(10 * SECOND)
    expect((await world.inner.read('SKU-1', 'S01'))?.price.version).toBe(written)
  })

  it('is as ever before it, behind it, and once the run is stopped', async () => {
    const world = cacheUnder('cache:down@1s+4s')
    for (const ms of [0, 999, 5000, Infinity]) {
      world.time.ms = ms
      await expect(world.cache.read('SKU-1', 'S01')).resolves.toBeUndefined()
    }
    expect(world.faults.hits).toEqual({ 'cache:down@1s+4s': { injected: 0, eligible: 0 } })
  })

  it('is hit by its probability, and counted', async () => {
    const world = cacheUnder('cache:reset_peer@1s+4s~0.25')
    world.time.ms = 1500
    let refused = 0
    for (let n = 0; n < 1000; n++) await world.cache.read('SKU-1', 'S01').catch(() => refused++)
    const { injected, eligible } = world.faults.hits['cache:reset_peer@1s+4s~0.25']
    expect([injected, eligible]).toEqual([refused, 1000])
    expect(refused / 1000).toBeCloseTo(0.25, 1)
  })

  it('is under all of them, where there are several', async () => {
    const { faults, time } = faultWorld('store:latency,latency=30ms@1s+4s', 'store:slicer,average_size=10,delay=1ms,stream=upstream@1s+4s')
    const store = faults.store(new ModelStore(), 'test')
    time.ms = 1500
    let doneAtMs = 0
    void store.apply([published(1)], LEASE).then(() => (doneAtMs = time.ms))
    await time.pass(SECOND)
    expect(doneAtMs - 1500).toBe(30 + 13)
  })

  it('comes under a fault that is injected while the run goes on', async () => {
    const { faults, time } = faultWorld()
    const cache = faults.cache(new ModelCache(), 'test')
    faults.add(plannedFault('cache:down@2s+1s'))
    time.ms = 2500
    await expect(cache.read('SKU-1', 'S01')).rejects.toThrow('the price cache is out of reach')
    expect(faults.hits).toEqual({ 'cache:down@2s+1s': { injected: 1, eligible: 1 } })
  })

  it('flush empties what the writer wrote, once', async () => {
    const { faults, time } = faultWorld('cache:flush@1s')
    let spoilt = 0
    const cache = faults.cache(new ModelCache(), 'test', () => void spoilt++)
    for (const ms of [0, 999, 1000, 1001, 9000]) {
      time.ms = ms
      await cache.read('SKU-1', 'S01')
      await cache.apply([], LEASE)
    }
    expect([spoilt, faults.hits['cache:flush@1s']]).toEqual([1, { injected: 1, eligible: 1 }])
  })
})

/** A log that notes what is asked of it. */
function logUnder(...texts: readonly string[]) {
  const { faults, time } = faultWorld(...texts)
  const asked: string[] = []
  const inner: EventLog = {
    take: async () => (asked.push(`take ${time.ms}`), { firstOffset: 0, records: ['x'], more: false }),
    commit: async ({ batch }: Commit) => (asked.push(`commit ${batch} ${time.ms}`), 7),
    async *committed() {},
  }
  return { faults, time, asked, log: faults.log(inner, 'test') }
}

const COMMIT: Commit = { batch: 3, now: 0, inputs: 1, lines: ['a'], extra: '' }

describe('a log under a fault', () => {
  it.each(['log:down@1s+1s', 'log:pause@1s+1s', 'disk:full@1s+1s'])('%s: stops the intake, and everything happens when it is back', async (fault) => {
    const { time, asked, log } = logUnder(fault)
    time.ms = 1500
    const done = Promise.all([log.take(), log.commit(COMMIT)])
    await time.pass(499)
    expect(asked).toEqual([])
    await time.pass(SECOND)
    expect([asked.length, (await done)[1]]).toEqual([2, 7])
    expect(asked.every((each) => Number(each.split(' ').at(-1)) >= 2000)).toBe(true)
  })

  it('drop_ack: a commit that landed is asked for again, nothing else is', async () => {
    const { faults, time, asked, log } = logUnder('log:drop_ack@1s+50s~0.5')
    time.ms = 1500
    let commits = 0
    for (let n = 0; n < 200; n++) {
      await log.take()
      const done = log.commit(COMMIT)
      await time.pass(100)
      expect(await done).toBe(7)
      commits++
    }
    const { injected, eligible } = faults.hits['log:drop_ack@1s+50s~0.5']
    expect(asked.filter((each) => each.startsWith('commit'))).toHaveLength(commits + injected)
    expect(asked.filter((each) => each.startsWith('take'))).toHaveLength(commits)
    expect(eligible).toBe(commits + injected)
    expect(injected).toBeGreaterThan(50)
  })

  it('a fault of its lines does not touch its calls', async () => {
    const { time, asked, log } = logUnder('log:corrupt@1s+10s', 'log:duplicate@1s+10s')
    time.ms = 1500
    await log.take()
    expect(asked).toHaveLength(1)
  })
})

describe('a disk under a fault', () => {
  const checkpoint = { offset: 1, nextBatch: 1, now: 1, parts: {} }

  it.each([
    ['disk:full@1s+4s', 0, 0],
    ['disk:corrupt@1s+4s', 1, 1],
    ['disk:corrupt@1s+4s~0', 1, 0],
  ])('%s: %d of one snapshot are written, %d spoilt', async (fault, written, spoilt) => {
    const { faults, time } = faultWorld(fault)
    const counts = { written: 0, spoilt: 0 }
    const checkpoints = faults.checkpoints({ save: async () => void counts.written++, newest: async () => undefined }, 'test', () => void counts.spoilt++)
    time.ms = 1500
    await checkpoints.save(checkpoint)
    expect(counts).toEqual({ written, spoilt })
  })
})

describe('a clock under a fault', () => {
  it('is ahead from then on, also when the run is stopped, and never goes back', () => {
    const { faults, time } = faultWorld('clock:jump,by=90s@1s', 'clock:jump,by=1s@5s')
    const clock = faults.clock({ now: () => 1_000_000 })
    const read = (ms: number) => ((time.ms = ms), clock.now() - 1_000_000)
    expect([999, 1000, 4999, 5000, Infinity].map(read)).toEqual([0, 90_000, 90_000, 91_000, 91_000])
    expect(faults.hits['clock:jump,by=90s@1s']).toEqual({ injected: 1, eligible: 1 })
  })
})
