import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KafkaClient } from '../adapters/kafka/client.ts'
import { withAdmin } from '../adapters/kafka/topic-admin.ts'
import { record } from '../runs/record.ts'
import { takeUpProgress } from '../runs/record/record-progress.ts'
import { readTopic, testBrokers } from '../testing/kafka-world.ts'
import { MORNING } from '../testing/pricing-world.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

const BROKERS = ['--brokers', testBrokers().join(',')]
const SECRET = 'Bearer s3cret'
const MESSAGES = 60
/** Brokers take no timestamps of other years. */
const SENT_AT = Date.now() - 60_000

const sale = (n: number) => JSON.stringify({ topic: 'sales_events', id: `s-${n}`, type: 'sale', sku: `SKU-${n % 5}`, store: 'S01', ts: MORNING + n, source: 'shop', receivedAt: MORNING + n, schemaVersion: 1, data: { qty: 1, unitPriceMinor: 100 } })

describe('promo record, of topics that somebody else has filled', () => {
  const client = new KafkaClient({ brokers: testBrokers() })
  const prefix = `record-${randomUUID()}.`
  const topics = [`${prefix}sales`, `${prefix}returns`]
  let cwd = ''

  beforeAll(async () => {
    cwd = emptyFolder()
    await withAdmin(client, (admin) => admin.createTopics({ waitForLeaders: true, topics: topics.map((topic) => ({ topic, numPartitions: 3, replicationFactor: 1 })) }))
    const producer = client.producer()
    await producer.connect()
    for (let n = 0; n < MESSAGES; n++) {
      const headers = { trace: `t-${n}`, ...(n % 10 === 0 && { authorization: SECRET }) }
      await producer.send({ topic: topics[n % 2], messages: [{ partition: n % 3, key: `SKU-${n % 5}`, value: sale(n), timestamp: String(SENT_AT + n * 100), headers }] })
    }
    await producer.disconnect()
  }, 120_000)
  afterAll(() => rmSync(cwd, { recursive: true }))

  const run = async (...args: readonly string[]) => {
    const { exitCode, stdout } = await promo(['record', ...args, ...BROKERS, '--json'], { cwd })
    return { exitCode, ...JSON.parse(stdout) }
  }
  const both = topics.flatMap((topic) => ['--topic', topic])
  const linesIn = (dir: string) => readdirSync(join(cwd, dir), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.jsonl')).sort().flatMap((path) => readFileSync(join(cwd, dir, path), 'utf8').split('\n').filter(Boolean))

  it('keeps keys, headers, timestamps, partitions and offsets, and no credentials', async () => {
    const { exitCode, recording } = await run(...both, '--out', 'all')
    expect([exitCode, recording]).toMatchObject([0, { order: 'merged', records: MESSAGES, droppedHeaders: { authorization: 6 } }])
    const metas = linesIn('all/meta').map((line) => JSON.parse(line))
    expect(metas).toHaveLength(MESSAGES)
    expect(metas.find(({ headers }) => headers[0][1] === 't-7')).toMatchObject({ topic: topics[1], partition: 1, offset: 1, timestamp: SENT_AT + 700, key: 'SKU-2' })
    expect([...linesIn('all/log'), ...linesIn('all/meta')].join('')).not.toContain('s3cret')
    expect((await promo(['record', '--check', 'all'], { cwd })).exitCode).toBe(0)
  })

  it('takes a stretch by offsets and by time', async () => {
    expect((await run(...both, '--from', `${topics[0]}/0:2`, '--to', '+5', '--out', 'some')).recording.ranges).toEqual(expect.arrayContaining([{ topic: topics[0], partition: 0, from: 2, to: 5, records: 3 }, { topic: topics[1], partition: 2, from: 0, to: 5, records: 5 }]))
    expect((await run('--topic', topics[0], '--from', `@${SENT_AT + 4000}`, '--out', 'late')).recording).toMatchObject({ records: 10, startsAt: SENT_AT + 4000 })
  })

  it('given an attempt that was killed, then the next one goes on, and nothing is there twice', async () => {
    const request = { allowedHosts: [], kafka: { brokers: testBrokers() }, topics, from: [], to: [], out: join(cwd, 'killed'), keepEveryRecords: 10 }
    // As after kill -9: behind what was last noted stand bytes that nobody vouches for.
    const stop = new Error('killed')
    await expect(record({ ...request, onProgress: (records) => { if (records >= 30) throw stop } })).rejects.toBe(stop)
    const [log] = readdirSync(join(cwd, 'killed.part/log'))
    mkdirSync(join(cwd, 'killed.part/log', log), { recursive: true })
    for (const file of readdirSync(join(cwd, 'killed.part/log', log))) writeFileSync(join(cwd, 'killed.part/log', log, file), '{"torn', { flag: 'a' })
    const progress = JSON.parse(readFileSync(join(cwd, 'killed.part/progress.json'), 'utf8'))
    expect(takeUpProgress(join(cwd, 'killed.part'), progress.request)?.ranges.reduce((sum, { records }) => sum + records, 0)).toBe(30)
    expect((await run(...both, '--out', 'killed')).recording.records).toBe(MESSAGES)
    expect(new Set(linesIn('killed/meta').map((line) => { const { topic, partition, offset } = JSON.parse(line); return `${topic}/${partition}:${offset}` })).size).toBe(MESSAGES)
    expect(linesIn('killed/meta')).toHaveLength(MESSAGES)
  })

  it.each<[args: readonly string[], error: object]>([
    [['--topic', `${prefix}sale`, '--out', 'x'], { code: 'unknown_topic', fix: expect.stringContaining(`${prefix}sales`) }],
    [['--topic', topics[0], '--from', '0:999', '--out', 'x'], { code: 'outside_topic', fix: 'write end' }],
    [['--topic', topics[0], '--from', '-10m', '--out', 'x'], { code: 'bad_offset', fix: 'did you mean @-10m?' }],
    [['--out', 'x'], { code: 'unknown_topic', place: '--topic' }],
    [['--topic', topics[0]], { code: 'missing_flag', place: '--out' }],
  ])('answers %j with what to do', async (args, error) => {
    expect((await run(...args)).error).toMatchObject(error)
    expect(readdirSync(cwd)).not.toContain('x')
  })
})

describe('promo replay dead_letters --target kafka', () => {
  const client = new KafkaClient({ brokers: testBrokers() })
  const prefix = `redrive-${randomUUID()}.`
  const seeded = JSON.stringify({ topic: 'catalog', id: 'c-1', type: 'sku_seeded', sku: 'SKU-1', ts: MORNING, source: 's', receivedAt: MORNING, schemaVersion: 1, data: { name: 'Kettle', category: 'c', brand: 'b', vendor: 'v', currency: 'INR', baseMinor: 10_000, costMinor: 6000, logisticsMinor: 0, tax: { mode: 'excluded' }, stores: [[9, 1]] } })
  const dead = sale(1).replace('"qty":1', '"qty":0')
  let cwd = ''

  beforeAll(async () => {
    cwd = emptyFolder()
    await withAdmin(client, (admin) => admin.createTopics({ waitForLeaders: true, topics: ['catalog', 'sales_events', 'dead_letters'].map((topic) => ({ topic: prefix + topic, numPartitions: 1, replicationFactor: 1 })) }))
    const producer = client.producer()
    await producer.connect()
    const letter = JSON.stringify({ topic: 'dead_letters', cause: 5, from: 'sales_events', code: 'invalid_data', message: 'data.qty is 0', record: dead })
    for (const [topic, values] of Object.entries({ catalog: [seeded], sales_events: [dead, sale(6)], dead_letters: [letter] })) await producer.send({ topic: prefix + topic, messages: values.map((value) => ({ partition: 0, value })) })
    await producer.disconnect()
    writeFileSync(join(cwd, 'mended.jsonl'), `${sale(1)}\n`)
  }, 120_000)
  afterAll(() => rmSync(cwd, { recursive: true }))

  const redrive = async (...args: readonly string[]) => {
    const { exitCode, stdout } = await promo(['replay', 'dead_letters', '--target', 'kafka', '--topic-prefix', prefix, '--repairs', 'mended.jsonl', ...args, ...BROKERS, '--json'], { cwd })
    return { exitCode, ...JSON.parse(stdout) }
  }
  const sales = () => readTopic(client, `${prefix}sales_events`, 0)

  it('says what it would send, then sends it, and never a second time', async () => {
    expect(await redrive()).toMatchObject({ exitCode: 0, isSent: false, redriven: [{ fate: 'sent', isRepaired: true, topic: 'sales_events' }] })
    expect(await sales()).toEqual([dead, sale(6)])
    expect(await redrive('--yes')).toMatchObject({ exitCode: 0, isSent: true, redriven: [{ fate: 'sent' }] })
    expect(await redrive('--yes')).toMatchObject({ redriven: [{ fate: 'applied_already' }] })
    expect(await sales()).toEqual([dead, sale(6), sale(1)])
  })
})
