import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KafkaClient } from '../adapters/kafka/client.ts'
import { OrderHistory } from '../adapters/kafka/order-history.ts'
import { topicEnds, topicNames } from '../adapters/kafka/topic-ends.ts'
import { TopicReader } from '../adapters/kafka/topic-reader.ts'
import { partitionOf } from '../engine/kernel/murmur2.ts'
import { Recording } from '../runs/replay/recording.ts'
import { postgresUrl } from '../runs/stack/health.ts'
import { writeDecidedRecording } from '../testing/decided-recording.ts'
import { testBrokers } from '../testing/kafka-world.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { testServer } from '../testing/real-servers.ts'

const FIXTURE = resolve('fixtures/recordings/from-kafka')
const FIXTURE_SHA256 = '53149161994ee1d8b4f9c1d4025b450f9e80a43ba3c2c8f4fa92e3b41a9c7024'
const BROKERS = ['--brokers', testBrokers().join(',')]
const SERVERS = [...BROKERS, '--redis', `redis://${testServer('redis')}`, '--postgres', postgresUrl(testServer('postgres'))]
const client = new KafkaClient({ brokers: testBrokers() })
/** Brokers take no timestamps of other years. */
const BEGAN = Date.now() - 3_600_000

let cwd = ''
beforeAll(() => void (cwd = emptyFolder()))
afterAll(() => rmSync(cwd, { recursive: true }))

const replay = async (...args: readonly string[]) => {
  const { exitCode, stdout, stderr } = await promo(['replay', ...args, '--json'], { cwd })
  expect(stdout, stderr).not.toBe('')
  return { exitCode, ...JSON.parse(stdout) }
}
const newName = () => `replay-${randomUUID().slice(0, 8)}`
const newPrefix = () => `${newName()}.`

describe('promo replay onto a cluster', () => {
  it('given a recording, then topics, cache and store have what it had, in a folder that can be judged', async () => {
    const [prefix, out] = [newPrefix(), newName()]
    const onto = ['--target', 'kafka', ...SERVERS, '--create-topics', '--topic-prefix', prefix]
    const document = await replay(FIXTURE, ...onto, '--out', out, '--quiet')
    expect(document).toMatchObject({ exitCode: 0, verdict: 'pass', run: { target: 'kafka', decisionsSha256: FIXTURE_SHA256 }, replay: { identical: true, difference: null } })
    const checked = (name: string) => document.invariants.find((each: { name: string }) => each.name === name)
    expect([checked('final_prices'), checked('reexecution'), checked('replay')]).toEqual([{ name: 'final_prices', status: 'pass', checked: 40, violations: 0, examples: [] }, expect.objectContaining({ status: 'pass' }), expect.objectContaining({ status: 'pass', checked: 186 })])
    const verified = JSON.parse((await promo(['verify', out, '--json'], { cwd })).stdout)
    expect([verified.verdict, verified.run.decisionsSha256]).toEqual(['pass', FIXTURE_SHA256])
    expect(await replay(FIXTURE, ...onto, '--out', 'again')).toMatchObject({ exitCode: 106, error: { code: 'unfit_topic', fix: expect.stringContaining('--topic-prefix') } })
    expect(await replay(FIXTURE, ...onto.with(-1, newPrefix()), '--out', join('elsewhere', out))).toMatchObject({ exitCode: 106, error: { code: 'unfit_schema', fix: expect.stringContaining('promo runs clean') } })
    for (const name of ['again', join('elsewhere', out)]) expect(existsSync(join(cwd, name))).toBe(false)
  })

  it('given batches whose topics take turns, then each partition has its records in that order, also for who reads them by their order records', async () => {
    const prefix = newPrefix()
    mkdirSync(join(cwd, 'mixed'))
    await writeDecidedRecording(join(cwd, 'mixed'), mixedBatches(), { partitions: 2, stores: ['S01'] })
    const document = await replay('mixed', '--target', 'kafka', ...SERVERS, '--create-topics', '--topic-prefix', prefix, '--speed', '2x', '--out', newName(), '--quiet')
    expect(document.invariants.filter(({ status }: { status: string }) => status !== 'pass')).toEqual([])
    expect(document).toMatchObject({ exitCode: 0, replay: { identical: true } })
    expect(document.replay.compared).toBeGreaterThan(20)
    for (const partition of [0, 1]) {
      const history = new OrderHistory(client, prefix, partition)
      const read: (readonly string[])[] = []
      for await (const { records } of history.batches(await history.entries())) read.push(records)
      expect(read).toEqual([...Recording.open(join(cwd, 'mixed')).batches(partition)].map(({ records }) => records))
    }
  })
})

const event = (topic: string, type: string, sku: string, id: string, atMs: number, data: object, store?: string) =>
  JSON.stringify({ topic, id, type, sku, ...(store && { store }), ts: BEGAN + atMs, source: 's', receivedAt: BEGAN + atMs, schemaVersion: 1, data })

/** Sale, cost, sale, a rival's price, sale: no order of topics gives this. */
function mixedBatches() {
  const skus = ['K-1', 'K-2', 'K-3']
  const seeds = skus.map((sku) => ({ sku, now: BEGAN, records: [event('catalog', 'sku_seeded', sku, `seed-${sku}`, 0, { name: sku, category: 'c', brand: 'b', vendor: 'v', currency: 'INR', baseMinor: 10_000, costMinor: 6000, logisticsMinor: 0, tax: { mode: 'excluded' }, stores: [[90, 1]] })] }))
  const traffic = [0, 1, 2].flatMap((round) =>
    skus.map((sku) => {
      const [at, id] = [100 * (round + 1), `${sku}-${round}`]
      const sold = (n: number) => event('sales_events', 'sale', sku, `sale-${id}-${n}`, at, { qty: 1, unitPriceMinor: 10_000 }, 'S01')
      const cost = event('vendor_cost_updates', 'cost_changed', sku, `cost-${id}`, at, { vendor: 'v', costMinor: 6100 + 50 * round, currency: 'INR' })
      const rival = event('competitor_prices', 'competitor_price_seen', sku, `seen-${id}`, at, { competitor: 'r', priceMinor: 9900 - 100 * round, observedAt: BEGAN })
      return { sku, now: BEGAN + at, records: [sold(0), cost, sold(1), rival, 'no event at all', sold(2)] }
    }),
  )
  return [...seeds, ...traffic]
}

describe('promo replay --send-only', () => {
  const sale = (n: number) => event('sales_events', 'sale', `SKU-${n % 5}`, `s-${n}`, n, { qty: 1, unitPriceMinor: 100 }, 'S01')
  const messages = Array.from({ length: 30 }, (_, n) => ({ topic: 'shop.sales', partition: n % 3, offset: Math.floor(n / 3), ts: BEGAN + 10 * n, key: `SKU-${n % 5}`, payload: sale(n), headers: ['trace', `t-${n}`] }))

  beforeAll(async () => {
    writeFileSync(join(cwd, 'messages.json'), messages.map((message) => `${JSON.stringify(message)}\n`).join(''))
    expect((await promo(['record', '--import', 'messages.json', '--format', 'kcat', '--out', 'sales'], { cwd })).exitCode).toBe(0)
  })

  it('says where it would send; then sends keys, headers, timestamps and values, each to the partition of its key', async () => {
    const prefix = newPrefix()
    const send = ['sales', '--target', 'kafka', ...BROKERS, '--send-only', '--topic-prefix', prefix, '--create-topics']
    expect(await replay(...send)).toMatchObject({ exitCode: 0, isSent: false, sent: 0, topics: [{ topic: `${prefix}shop.sales`, records: 30, isNew: true }] })
    expect(await topicNames(client)).not.toContain(`${prefix}shop.sales`)
    const answer = await replay(...send, '--yes', '--speed', '2x')
    expect(answer).toMatchObject({ exitCode: 0, isSent: true, sent: 30 })
    expect(answer.elapsedMs).toBeGreaterThanOrEqual(140)
    const { partitions } = answer.topics[0]
    const read = await readAll(`${prefix}shop.sales`)
    expect(read.map(({ key, value, timestamp, headers, partition }) => ({ key, payload: value?.toString(), ts: timestamp, headers, partition })).toSorted((a, b) => a.ts - b.ts)).toEqual(
      messages.map(({ key, payload, ts, headers: [name, trace] }) => ({ key, payload, ts, headers: [[name, trace]], partition: partitionOf(key, partitions) })),
    )
  })

  it('makes no topics on servers of others without leave', async () => {
    expect(await replay('sales', '--target', 'kafka', ...BROKERS, '--send-only')).toMatchObject({ exitCode: 106, error: { code: 'missing_topics', fix: expect.stringContaining('--create-topics') } })
  })
})

async function readAll(topic: string) {
  const ranges = [...(await topicEnds(client, topic))].flatMap(([partition, { low, end }]) => (low < end ? [{ partition, from: low, to: end }] : []))
  const reader = new TopicReader(client, topic, ranges)
  await reader.start()
  const messages = []
  for (const { partition } of ranges) for (let next = await reader.peek(partition); next; next = await reader.peek(partition)) messages.push((reader.take(partition), { ...next, partition }))
  await reader.stop()
  return messages
}

describe('promo replay of a topic', () => {
  it('given the prefix of a run, then its topics are recorded, and it comes out as it was', async () => {
    const prefix = newPrefix()
    await replay(FIXTURE, '--target', 'kafka', ...SERVERS, '--create-topics', '--topic-prefix', prefix, '--out', newName(), '--quiet')
    const document = await replay(prefix, ...BROKERS, '--out', 'from-live', '--quiet')
    expect(document).toMatchObject({ exitCode: 0, run: { decisionsSha256: FIXTURE_SHA256 }, replay: { identical: true } })
    const [recording] = readdirSync(join(cwd, '.promo/recordings'))
    expect((await promo(['record', '--check', join('.promo/recordings', recording)], { cwd })).exitCode).toBe(0)

    const sales = await replay('sales_events', '--topic-prefix', prefix, ...BROKERS, '--from', '@-1h', '--out', 'sales-only', '--quiet')
    expect(sales).toMatchObject({ exitCode: 0, replay: { identical: null } })
    expect(sales.metrics.events_dead_lettered.values.count).toBe(0)
    expect(sales.replay.events).toBeGreaterThan(70)

    expect(await replay(`${prefix}sale_events`, ...BROKERS)).toMatchObject({ exitCode: 104, error: { code: 'unknown_source', fix: `did you mean "${prefix}sales_events"?` } })
    expect(await replay(`${prefix}sales_events`, ...BROKERS, '--from', 'seq:3')).toMatchObject({ exitCode: 2, error: { code: 'outside_topic' } })
    expect(readdirSync(join(cwd, '.promo/recordings')).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
