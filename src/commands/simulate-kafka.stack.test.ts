import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { linesOf, partitionDir, segmentsOf } from '../adapters/embedded/segment-files.ts'
import { KafkaClient } from '../adapters/kafka/client.ts'
import { OrderHistory } from '../adapters/kafka/order-history.ts'
import { topicOfLine } from '../adapters/kafka/topics.ts'
import { combinedSha256 } from '../checks/reexecution.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { postgresUrl } from '../runs/stack/health.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { brokenInvariants } from '../testing/broken-invariants.ts'
import { readTopic, testBrokers } from '../testing/kafka-world.ts'
import { BIN, emptyFolder, promo } from '../testing/promo-cli.ts'
import { testServer } from '../testing/real-servers.ts'

const SMALL = ['steady', '--rate', '300', '--skus', '100', '--stores', '2', '--duration', '5s']
const SERVERS = ['--target', 'kafka', '--brokers', testBrokers().join(','), '--redis', `redis://${testServer('redis')}`, '--postgres', postgresUrl(testServer('postgres'))]

describe.each(['exactly-once', 'at-least-once'])('a run on Kafka, %s, in which a bolt crashes', (guarantee) => {
  const client = new KafkaClient({ brokers: testBrokers() })
  const prefix = `cli-${randomUUID()}.`
  let cwd = ''
  let runDir = ''
  let document: RunDocument
  let scenario: Scenario

  beforeAll(async () => {
    cwd = emptyFolder()
    const flags = [...SERVERS, '--create-topics', '--topic-prefix', prefix, '--guarantee', guarantee, '--fault', 'bolt.price:crash@2s', '--json']
    const { stdout } = await promo(['simulate', ...SMALL, ...flags], { cwd })
    document = JSON.parse(stdout)
    runDir = join(cwd, '.promo/runs', readdirSync(join(cwd, '.promo/runs'))[0])
    scenario = JSON.parse(readFileSync(join(runDir, 'scenario.json'), 'utf8'))
  }, 120_000)
  afterAll(() => rmSync(cwd, { recursive: true }))

  const partitions = () => Array.from({ length: scenario.partitions }, (_, partition) => partition)
  const recorded = (partition: number) => segmentsOf(partitionDir(runDir, partition)).flatMap(({ path }) => [...linesOf(path)].flatMap(({ lines }) => lines))

  it('keeps every invariant, and says what it ran on', () => {
    expect(document.run.target).toBe('kafka')
    expect(document.metrics.events_processed.values).toMatchObject({ count: 1500 })
    expect(document.invariants.length).toBeGreaterThan(0)
    expect(brokenInvariants(document)).toEqual([])
    expect(document.faults).toMatchObject([{ spec: 'bolt.price:crash@2s', injected: 1 }])
  })

  it('leaves a folder that verify judges alike', async () => {
    const { stdout } = await promo(['verify', runDir, '--json'], { cwd })
    const verified = JSON.parse(stdout) as RunDocument
    expect([brokenInvariants(verified), verified.run.decisionsSha256]).toEqual([[], document.run.decisionsSha256])
  })

  it('has in its topics, partition by partition, what stands in the folder', async () => {
    for (const partition of partitions()) {
      for (const topic of ['pricing_decisions', 'price_updates', 'order']) {
        expect(await readTopic(client, prefix + topic, partition)).toEqual(recorded(partition).filter((line) => topicOfLine(line) === topic))
      }
    }
  }, 120_000)

  it('comes to the same decisions when its topics are executed again', async () => {
    const digests: string[] = []
    for (const partition of partitions()) {
      const pipeline = new PricingPipeline({ partition, partitions: scenario.partitions, policy: scenario.policy, stores: scenario.catalog.stores })
      const history = new OrderHistory(client, prefix, partition)
      const hash = createHash('sha256')
      for await (const { records, firstOffset, batch, now } of history.batches(await history.entries())) {
        for (const line of pipeline.step(records, firstOffset, batch, now).lines) if (topicOfLine(line) === 'pricing_decisions') hash.update(`${line}\n`)
      }
      digests[partition] = hash.digest('hex')
    }
    expect(combinedSha256(digests)).toBe(document.run.decisionsSha256)
  }, 120_000)
})

describe('a run on Kafka', () => {
  const client = new KafkaClient({ brokers: testBrokers() })
  const cwd = emptyFolder()
  afterAll(() => rmSync(cwd, { recursive: true }))

  it('given topics are missing and nobody may make them, when it is asked for, then it is refused and leaves nothing behind', async () => {
    const { stdout, exitCode } = await promo(['simulate', ...SMALL, ...SERVERS, '--topic-prefix', 'nowhere.', '--json'], { cwd })
    expect([exitCode, JSON.parse(stdout).error]).toMatchObject([106, { code: 'missing_topics', fix: expect.stringContaining('--create-topics') }])
    expect(readdirSync(join(cwd, '.promo/runs'))).toEqual([])
  })

  it('given no broker answers, when it is asked for, then that is said within seconds', async () => {
    const { stdout, exitCode, elapsedMs } = await promo(['simulate', ...SMALL, ...SERVERS.with(3, '127.0.0.1:1'), '--json'], { cwd })
    expect([exitCode, JSON.parse(stdout).error.code]).toEqual([106, 'kafka_unavailable'])
    expect(elapsedMs).toBeLessThan(15_000)
  })

  it('given a server of another machine, when nobody has named it, then it is refused', async () => {
    const { stdout, exitCode } = await promo(['simulate', ...SMALL, ...SERVERS.with(3, 'kafka.example.com:9092'), '--json'], { cwd })
    expect([exitCode, JSON.parse(stdout).error]).toMatchObject([2, { code: 'host_not_allowed', fix: expect.stringContaining('--allow-host kafka.example.com') }])
  })

  it('given it was killed, when it is verified, then its record is read back first, and what stands in the topics keeps every invariant', async () => {
    const prefix = `killed-${randomUUID()}.`
    const runDir = join(cwd, 'killed')
    const run = spawn(process.execPath, [BIN, 'simulate', ...SMALL.with(-1, '60s'), ...SERVERS, '--create-topics', '--topic-prefix', prefix, '--out', runDir], { cwd, stdio: 'ignore' })
    onTestFinished(() => void run.kill('SIGKILL'))
    await expect.poll(() => sentBy(runDir), { timeout: 60_000 }).toBeGreaterThan(500)
    run.kill('SIGKILL')
    await once(run, 'close')
    const explained = await promo(['explain', runDir, 'SKU-00001', '--json'], { cwd })
    expect([explained.exitCode, JSON.parse(explained.stdout).error]).toMatchObject([104, { code: 'not_read_back', fix: expect.stringContaining('promo verify') }])

    const { stdout } = await promo(['verify', runDir, '--json'], { cwd })
    const document = JSON.parse(stdout) as RunDocument
    expect(brokenInvariants(document)).toEqual([])
    expect(document.metrics.events_accepted.values).toMatchObject({ count: expect.any(Number) })
    const orders = (await readTopic(client, `${prefix}order`, 0)).length
    expect(orders).toBeGreaterThan(0)
    expect(segmentsOf(partitionDir(runDir, 0)).flatMap(({ path }) => [...linesOf(path)].flatMap(({ lines }) => lines)).filter((line) => topicOfLine(line) === 'order')).toHaveLength(orders)
  }, 180_000)
})

/** Events that the generator of a run has handed over, as far as its folder says. */
function sentBy(runDir: string): number {
  const file = join(runDir, 'sent.json')
  if (!existsSync(file)) return 0
  const { sent } = JSON.parse(readFileSync(file, 'utf8')) as { readonly sent: Readonly<Record<string, number>> }
  return Object.values(sent).reduce((sum, count) => sum + count, 0)
}
