import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { logFiles } from '../../checks/record/log-files.ts'
import { type LogEnd, LogReader } from '../../checks/record/log-reader.ts'
import { KafkaWorld, type PromptLog, type WorldSetting } from '../../testing/kafka-world.ts'
import { SegmentWriter } from '../embedded/segment-files.ts'
import { committedBatches } from '../embedded/segment-log.ts'
import type { BatchWriter } from './batch-writer.ts'
import { readBack } from './read-back.ts'
import { withAdmin } from './topic-admin.ts'

const NOW = 1_795_840_200_000
const home = mkdtempSync(join(tmpdir(), 'promo-read-back-'))
const worlds: KafkaWorld[] = []

function openWorld(setting: WorldSetting): KafkaWorld {
  const world = new KafkaWorld(setting)
  worlds.push(world)
  return world
}

afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
})
afterAll(() => rmSync(home, { recursive: true }))

const line = (topic: string, n: number) => `{"topic":"${topic}","cause":${n}}`

async function commitNext(log: PromptLog, batch: number, lines: readonly string[]): Promise<void> {
  const { records } = await log.take()
  await log.commit({ batch, now: NOW + batch, inputs: records.length, lines, extra: ',"folded":0' })
}

interface Folder {
  readonly dir: string
  readonly damage: string | undefined
}

/** The world's partition in a folder. */
async function broughtBack(world: KafkaWorld): Promise<Folder> {
  const dir = mkdtempSync(join(home, 'x-'))
  await world.deliver()
  const recording = new SegmentWriter(dir, 1 << 20)
  await world.takeOver()
  const damage = await readBack(world.client, { prefix: world.prefix, partition: 0, recording })
  recording.close()
  return { dir, damage }
}

/** As the checks read it: they throw where a batch is not whole. */
function asJudged({ dir }: Folder): { readonly batches: readonly string[][]; readonly end: LogEnd } {
  const batches: string[][] = []
  const reading = new LogReader('log/0').batches(logFiles(dir))
  for (let next = reading.next(); ; next = reading.next()) {
    if (next.done) return { batches, end: next.value }
    const { inputs, outputs } = next.value
    batches.push([...inputs, ...outputs.map(({ text }) => text)])
  }
}

describe.each([{ transactional: true }, { transactional: false }])('a partition read back from Kafka ($transactional)', (setting) => {
  test('given batches, a tick and inputs that nobody took, then the folder has them as an embedded log would', async () => {
    const world = openWorld(setting)
    const log = world.openLog()
    const outputs = [line('price_updates', 0), line('pricing_decisions', 0), line('price_updates', 1), line('pricing_decisions', 1)]
    world.send('{"a":"ü\u2028"}')
    world.send('{"topic":"order"}')
    await commitNext(log, 0, outputs)
    await commitNext(log, 1, [])
    world.send('{"b":\n2}')
    await commitNext(log, 2, [line('alerts', 9)])
    world.send('{"c":3}')
    const folder = await broughtBack(world)
    expect(folder.damage).toBeUndefined()
    expect(asJudged(folder).batches).toEqual([['{"a":"ü\u2028"}', ' {"topic":"order"}', outputs[0], outputs[2], outputs[1], outputs[3]], [], ['{"b": 2}', line('alerts', 9)]])
    expect(asJudged(folder).end).toEqual({ inFlight: ['{"c":3}'], voidLines: 0, tornBytes: 0 })
    const committed = []
    for await (const batch of log.committed(0)) committed.push(batch)
    expect([...committedBatches(folder.dir, 0)]).toEqual(committed)
  })

  test('given thousands of records, then none is missing', async () => {
    const world = openWorld(setting)
    const log = world.openLog()
    for (let batch = 0; batch < 5; batch++) {
      for (let n = 0; n < 1000; n++) world.send(`{"n":${n},"pad":"${'x'.repeat(500)}"}`)
      await commitNext(log, batch, Array.from({ length: 2500 }, (_, n) => line(n % 3 === 0 ? 'price_updates' : 'pricing_decisions', n)))
    }
    const folder = await broughtBack(world)
    expect([folder.damage, asJudged(folder).batches.map((lines) => lines.length), asJudged(folder).end.inFlight]).toEqual([undefined, Array.from({ length: 5 }, () => 3500), []])
  })

  test('given a record that is not there any more, then the batch is named, and what stands before it is there', async () => {
    const world = openWorld(setting)
    const log = world.openLog()
    world.send('{"a":1}')
    await commitNext(log, 0, [line('alerts', 0)])
    world.send('{"b":2}')
    await commitNext(log, 1, [line('dead_letters', 1)])
    await withAdmin(world.client, async (admin) => {
      const topic = `${world.prefix}dead_letters`
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '-1' }] })
    })
    const folder = await broughtBack(world)
    expect(folder.damage).toMatch(/^batch 1: what stands in its topics has crc \d+, its order record says \d+$/)
    expect(() => asJudged(folder)).toThrow('log/0 offset 4')
  })
})

describe('a partition of at-least-once workers, read back', () => {
  test('given a worker ended between outputs and order record, when the next one has written the batch again, then its orphans are not in the folder', async () => {
    const world = openWorld({ transactional: false })
    const log = world.openLog({ transactional: false, wrap: endingOnceBehindOutputs })
    await commitNext(log, 0, [line('alerts', 0)])
    await commitNext(log, 1, [line('alerts', 1)])
    expect(await world.read('alerts')).toEqual([line('alerts', 0), line('alerts', 0), line('alerts', 1)])
    const folder = await broughtBack(world)
    expect([folder.damage, asJudged(folder).batches]).toEqual([undefined, [[line('alerts', 0)], [line('alerts', 1)]]])
  })

  test('given a batch with two order records, because the answer to the first one was lost, then the first one counts', async () => {
    const world = openWorld({ transactional: false })
    const log = world.openLog()
    await commitNext(log, 0, [line('alerts', 0)])
    const [order] = await world.read('order')
    const producer = world.client.producer()
    await producer.connect()
    await producer.send({ topic: `${world.prefix}order`, messages: [{ partition: 0, value: order }] })
    await producer.disconnect()
    await commitNext(log, 1, [line('alerts', 1)])
    const folder = await broughtBack(world)
    expect([folder.damage, asJudged(folder).batches]).toEqual([undefined, [[line('alerts', 0)], [line('alerts', 1)]]])
    const next = world.openLog()
    await next.opened()
    const batches = []
    for await (const { batch } of next.committed(0)) batches.push(batch)
    expect(batches).toEqual([0, 1])
  })
})

/** Its first batch gets no order record. */
function endingOnceBehindOutputs(writer: BatchWriter): BatchWriter {
  let ends = true
  return {
    open: () => writer.open(),
    close: () => writer.close(),
    write(messages) {
      const isEnding = ends
      ends = false
      return writer.write(isEnding ? { ...messages, order: () => { throw new Error('the worker has ended') } } : messages)
    },
  }
}
