import { afterEach, describe, expect, test } from 'vitest'
import type { Checkpoint, Checkpoints } from '../../engine/kernel/ports.ts'
import { checkpointsContract } from '../../testing/contracts/checkpoints.contract.ts'
import { KafkaWorld, type PromptLog } from '../../testing/kafka-world.ts'
import { parseOrderEntry } from './order-entry.ts'
import { boundsOf } from './records.ts'
import { SNAPSHOT_TOPIC } from './snapshot-topic.ts'

const NOW = 1_795_840_200_000
const RECORD_BYTES = 1 << 19
const RECORDS = 30
const worlds: KafkaWorld[] = []

function openWorld(): KafkaWorld {
  const world = new KafkaWorld()
  worlds.push(world)
  return world
}

afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
})

const tick = (log: PromptLog, batch: number) => log.commit({ batch, now: NOW + batch, inputs: 0, lines: [], extra: ',"folded":0' })

/** Large enough for several chunks, whatever compression does; the number tells one from another. */
const state = (offset: number, number: number, count = 200_000): Checkpoint => ({ offset, nextBatch: 1, now: NOW, parts: { numbers: Float64Array.from({ length: count }, (_, index) => number + Math.sin(index)) } })

checkpointsContract('a topic of snapshots', () => {
  const world = openWorld()
  const log = world.openLog()
  const checkpoints: Checkpoints = {
    async save(checkpoint, published) {
      await log.opened()
      await log.snapshots.save(checkpoint, published)
    },
    async newest() {
      await log.opened()
      return log.snapshots.newest()
    },
  }
  return { checkpoints, reopen: () => takenOver(world, log) }
})

/** For the next owner counts what an order record names: a tick does. */
function takenOver(world: KafkaWorld, log: PromptLog): Checkpoints {
  return {
    save: (checkpoint) => log.snapshots.save(checkpoint),
    async newest() {
      await log.snapshots.newest()
      await tick(log, 0)
      const next = world.openLog()
      await next.opened()
      return next.snapshots.newest()
    },
  }
}

describe('a snapshot of a partition on Kafka', () => {
  test('given no committed order record names it, when another worker takes over, then it is none', async () => {
    const world = openWorld()
    const log = world.openLog()
    await tick(log, 0)
    await log.snapshots.save(state(1, 1))
    await log.snapshots.newest()
    const next = world.openLog()
    await next.opened()
    expect(await next.snapshots.newest()).toBeUndefined()
  })

  test('given one that was named, when another worker takes over, then it has the rest to execute and looks no further back', async () => {
    const world = openWorld()
    const log = world.openLog()
    const ends = [await tick(log, 0), await tick(log, 1)]
    await log.snapshots.save(state(ends[1], 1))
    await log.snapshots.newest()
    for (const batch of [2, 3]) ends.push(await tick(log, batch))
    const next = world.openLog()
    await next.opened()
    expect(await next.snapshots.newest()).toEqual(state(ends[1], 1))
    const rest = []
    for await (const { batch } of next.committed(ends[1])) rest.push(batch)
    expect(rest).toEqual([2, 3])
    const orderOffset = next.snapshots.reference!.orderOffset
    expect((await next.history.entries(orderOffset)).map(({ batch }) => batch)).toEqual([2, 3])
  })

  test('given a worker that was fenced goes on sending, when the owner reads its own back, then the chunks of the other are not in it', async () => {
    const world = openWorld()
    const [fenced, owner] = [world.openLog(), world.openLog()]
    await fenced.opened()
    await owner.opened()
    const count = (RECORDS * RECORD_BYTES) / Float64Array.BYTES_PER_ELEMENT
    await Promise.all([fenced.snapshots.save(state(0, 666, count)), owner.snapshots.save(state(0, 1, count))])
    await Promise.all([fenced.snapshots.newest(), owner.snapshots.newest()])
    await tick(owner, 0)
    const { from, to } = owner.snapshots.reference!
    expect(to - from).toBeGreaterThan(RECORDS + 1)
    const next = world.openLog()
    await next.opened()
    expect(await next.snapshots.newest()).toEqual(state(0, 1, count))
  })

  test('given most of it has not changed, when it is saved again, then only what has changed is sent, and another worker reads it whole', async () => {
    const world = openWorld()
    const log = world.openLog()
    await tick(log, 0)
    const numbers = Float64Array.from({ length: 200_000 }, (_, index) => Math.sin(index))
    await log.snapshots.save({ ...state(1, 1), parts: { numbers } })
    await log.snapshots.newest()
    const { to } = log.snapshots.reference!
    numbers[150_000] = 7
    await log.snapshots.save({ ...state(1, 2), parts: { numbers } })
    await log.snapshots.newest()
    expect(log.snapshots.reference!.to - to).toBe(2)
    await tick(log, 1)
    const next = world.openLog()
    await next.opened()
    expect((await next.snapshots.newest())!.parts).toEqual({ numbers })
  })

  test('given a newer one all of which has changed, when an order record names it, then the older one is deleted', async () => {
    const world = openWorld()
    const log = world.openLog()
    await tick(log, 0)
    await log.snapshots.save(state(1, 1))
    await log.snapshots.save({ ...state(1, 2), nextBatch: 2 })
    await log.snapshots.newest()
    await tick(log, 1)
    const { from } = parseOrderEntry((await world.read('order')).at(-1)!).snapshot!
    expect(from).toBeGreaterThan(0)
    const topic = world.prefix + SNAPSHOT_TOPIC
    await expect.poll(async () => (await boundsOf(world.client, [topic], 0)).get(topic)!.low).toBe(from)
  })
})
