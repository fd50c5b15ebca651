import { afterEach, describe, expect, test } from 'vitest'
import { eventLogContract } from '../../testing/contracts/event-log.contract.ts'
import { KafkaWorld, type WorldSetting } from '../../testing/kafka-world.ts'
import { type BatchWriter, Fenced } from './batch-writer.ts'
import { parseOrderEntry } from './order-entry.ts'

const NOW = 1_795_840_200_000
/** Each has topics of its own on the stack that all suites share. */
const PORTIONINGS = 8
const worlds: KafkaWorld[] = []

function openWorld(setting?: WorldSetting): KafkaWorld {
  const world = new KafkaWorld(setting)
  worlds.push(world)
  return world
}

afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
})

for (const transactional of [true, false]) {
  eventLogContract(`Kafka ${transactional ? 'with transactions' : 'at least once'}`, () => {
    const world = openWorld({ transactional })
    let log = world.openLog()
    return {
      log,
      send: (record) => world.send(record),
      reopen() {
        void log.close()
        return (log = world.openLog())
      },
    }
  }, PORTIONINGS)
}

const output = (n: number) => `{"topic":"pricing_decisions","cause":${n}}`

async function commitNext(log: ReturnType<KafkaWorld['openLog']>, batch: number, lines: readonly string[] = [output(batch)]): Promise<void> {
  const { records } = await log.take()
  await log.commit({ batch, now: NOW + batch, inputs: records.length, lines, extra: ',"folded":0' })
}

describe('a partition on Kafka', () => {
  test('given a second worker takes it over, when the first one commits, then it is fenced and nobody sees its outputs', async () => {
    const world = openWorld()
    const first = world.openLog()
    world.send('{"a":1}')
    await commitNext(first, 0)
    world.send('{"b":2}')
    await first.take()

    const second = world.openLog()
    await second.opened()

    await expect(first.commit({ batch: 1, now: NOW, inputs: 1, lines: [output(666)], extra: '' })).rejects.toThrow(Fenced)
    await commitNext(second, 1)
    expect(await world.read('pricing_decisions')).toEqual([output(0), output(1)])
    expect((await world.read('order')).map((text) => parseOrderEntry(text).batch)).toEqual([0, 1])
  })

  test('given a worker that ends between its outputs and the commit, when another one takes over, then there are no outputs, and the inputs are there again', async () => {
    const world = openWorld()
    await world.deliver()
    const dying = world.client.producer(`${world.prefix}0`)
    await dying.connect()
    const transaction = await dying.transaction()
    await transaction.sendBatch({ topicMessages: [{ topic: `${world.prefix}pricing_decisions`, messages: [{ partition: 0, value: output(666) }] }, { topic: `${world.prefix}order`, messages: [{ partition: 0, value: '{"batch":0}' }] }] })
    world.send('{"a":1}')

    const log = world.openLog()
    await commitNext(log, 0)

    expect(await world.read('pricing_decisions')).toEqual([output(0)])
    expect(await world.read('order')).toHaveLength(1)
    await dying.disconnect()
  })

  test('given a commit whose answer is lost, when the worker looks, then the batch is not written a second time', async () => {
    const lossy = { losing: true }
    const world = openWorld({ wrap: (writer) => losingOneAnswer(writer, lossy) })
    world.send('{"a":1}')
    const log = world.openLog()
    await commitNext(log, 0)
    world.send('{"b":2}')
    await commitNext(log, 1)
    expect(lossy.losing).toBe(false)
    expect(await world.read('pricing_decisions')).toEqual([output(0), output(1)])
    expect(await world.read('order')).toHaveLength(2)
  })

  test('given another worker has ended the batch meanwhile, when the first one looks, then it does not take that batch for its own', async () => {
    const world = openWorld()
    const meanwhile = world.openLog()
    const failing = world.openLog({ wrap: (writer) => failingOnce(writer, () => commitNext(meanwhile, 0, [output(1)])) })
    world.send('{"a":1}')
    await failing.take()
    await expect(failing.commit({ batch: 0, now: NOW, inputs: 1, lines: [output(666)], extra: '' })).rejects.toThrow(Fenced)
    expect(await world.read('pricing_decisions')).toEqual([output(1)])
  })

  test('given an answer that is lost, and another worker that goes on behind the batch, when the first one looks, then it does not go on as well', async () => {
    const world = openWorld()
    world.send('{"a":1}')
    const goOn = async () => {
      const other = world.openLog()
      world.send('{"b":2}')
      await other.opened()
      await commitNext(other, 1)
    }
    const stopped = world.openLog({ wrap: (writer) => losingOneAnswer(writer, { losing: true }, goOn) })
    await stopped.take()
    await expect(commitNext(stopped, 0)).rejects.toThrow(Fenced)
    expect(await world.read('pricing_decisions')).toEqual([output(0), output(1)])
    expect((await world.read('order')).map((text) => parseOrderEntry(text).batch)).toEqual([0, 1])
  })

  test('given a worker that is alone and is fenced by an echo of its own, when it commits, then it takes the partition again and writes the batch once', async () => {
    const world = openWorld({ isAlone: true })
    const log = world.openLog()
    world.send('{"a":1}')
    await commitNext(log, 0)
    world.send('{"b":2}')
    await log.take()
    const echo = world.client.producer(`${world.prefix}0`)
    await echo.connect()
    await (await echo.transaction()).abort()
    await echo.disconnect()

    await commitNext(log, 1)

    expect(await world.read('pricing_decisions')).toEqual([output(0), output(1)])
    expect((await world.read('order')).map((text) => parseOrderEntry(text).batch)).toEqual([0, 1])
  })

  test('given a worker that is not alone after all, when another one has ended its batch, then it gives up even so', async () => {
    const world = openWorld({ isAlone: true })
    const log = world.openLog()
    world.send('{"a":1}')
    await log.take()
    await commitNext(world.openLog(), 0, [output(1)])
    await expect(log.commit({ batch: 0, now: NOW, inputs: 1, lines: [output(666)], extra: '' })).rejects.toThrow(Fenced)
    expect(await world.read('pricing_decisions')).toEqual([output(1)])
  })

  test('names in each order record exactly the offsets that its batch took', async () => {
    const world = openWorld()
    const log = world.openLog()
    for (const [batch, records] of [['a'], ['b', 'c', 'd'], [], ['e', 'f']].entries()) {
      for (const record of records) world.send(record)
      await commitNext(log, batch)
    }
    const entries = (await world.read('order')).map(parseOrderEntry)
    expect(entries.map(({ ranges }) => ranges)).toEqual([[['sales_events', 0, 1]], [['sales_events', 1, 4]], [], [['sales_events', 4, 6]]])
    expect(entries.map(({ offset, nextOffset }) => [offset, nextOffset])).toEqual([[0, 3], [3, 8], [8, 10], [10, 14]])
  })

  test('puts each line into the topic that it names, under its prefix', async () => {
    const world = openWorld()
    const lines = ['{"topic":"price_updates","sku":"A"}', '{"topic":"alerts","sku":"A"}', '{"topic":"price_updates","sku":"B"}', '{"topic":"dead_letters"}']
    await commitNext(world.openLog(), 0, lines)
    expect(await Promise.all(['price_updates', 'alerts', 'dead_letters'].map((topic) => world.read(topic)))).toEqual([[lines[0], lines[2]], [lines[1]], [lines[3]]])
  })
})

/** The batch is not written, and before the writer looks again something happens. */
function failingOnce(writer: BatchWriter, meanwhile: () => Promise<void>): BatchWriter {
  let fails = true
  return {
    open: () => writer.open(),
    close: () => writer.close(),
    async write(messages) {
      if (!fails) return writer.write(messages)
      fails = false
      await meanwhile()
      throw new Error('the connection was closed')
    },
  }
}

/** The batch is written, but the writer hears of an error instead, after something else. */
function losingOneAnswer(writer: BatchWriter, lossy: { losing: boolean }, meanwhile: () => Promise<void> = async () => {}): BatchWriter {
  return {
    open: () => writer.open(),
    close: () => writer.close(),
    async write(messages) {
      const offset = await writer.write(messages)
      if (!lossy.losing) return offset
      lossy.losing = false
      await meanwhile()
      throw new Error('the connection was closed')
    },
  }
}
