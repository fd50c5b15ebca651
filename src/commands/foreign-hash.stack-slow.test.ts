import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KafkaClient } from '../adapters/kafka/client.ts'
import { withAdmin } from '../adapters/kafka/topic-admin.ts'
import { postgresUrl } from '../runs/stack/health.ts'
import { readTopic, testBrokers } from '../testing/kafka-world.ts'
import { type CliResult, emptyFolder, promo } from '../testing/promo-cli.ts'
import { MORNING, PricingWorld } from '../testing/pricing-world.ts'
import { testServer } from '../testing/real-servers.ts'

const SERVERS = ['--target', 'kafka', '--brokers', testBrokers().join(','), '--redis', `redis://${testServer('redis')}`, '--postgres', postgresUrl(testServer('postgres'))]
const SMALL = ['steady', '--rate', '50', '--skus', '20', '--stores', '1', '--duration', '60s']
const PARTITIONS = 8
const READY_WITHIN_MS = 60_000

/** As somebody else's producer would send them: librdkafka's own hash is CRC-32, and not that of Kafka's clients. */
function sendByKcat(topic: string, skus: readonly string[]): void {
  const lines = skus.map((sku) => `${sku}|${JSON.stringify(new PricingWorld().event({ id: randomUUID(), sku, store: 'S01', ts: MORNING, receivedAt: MORNING, data: { qty: 1, unitPriceMinor: 1 } }))}`)
  execFileSync('kcat', ['-b', testBrokers().join(','), '-P', '-t', topic, '-K', '|', '-X', 'partitioner=consistent'], { input: `${lines.join('\n')}\n`, stdio: ['pipe', 'pipe', 'pipe'] })
}

describe('a topic that is filled by a producer with another hash', () => {
  const client = new KafkaClient({ brokers: testBrokers() })
  const prefix = `foreign-${randomUUID()}.`
  let cwd = ''
  let made: CliResult

  beforeAll(async () => {
    cwd = emptyFolder()
    const running = promo(['simulate', ...SMALL, ...SERVERS, '--create-topics', '--topic-prefix', prefix, '--json'], { cwd })
    await catalogueSent()
    sendByKcat(`${prefix}sales_events`, Array.from({ length: 20 }, (_, index) => `SKU-FOREIGN-${index}`))
    made = await running
  }, 180_000)
  afterAll(() => rmSync(cwd, { recursive: true }))

  async function catalogueSent(): Promise<void> {
    for (const giveUpAt = performance.now() + READY_WITHIN_MS; performance.now() < giveUpAt; await sleep(200)) {
      const offsets = await withAdmin(client, (admin) => admin.fetchTopicOffsets(`${prefix}catalog`)).catch(() => [])
      if (offsets.some(({ high }) => high !== '0')) return
    }
    throw new Error('the run has sent nothing')
  }

  it('ends the run at once, and says which SKU stands where, and what to do', () => {
    const { error } = JSON.parse(made.stdout)
    expect([made.exitCode, error]).toMatchObject([104, { code: 'foreign_partition', place: 'sales_events', fix: expect.stringContaining('murmur2_random') }])
    expect(error.message).toMatch(/^SKU-FOREIGN-\d+ stands in partition \d of sales_events and belongs in \d of 8$/)
  })

  it('leaves the records among the dead letters, and decides nothing for them', async () => {
    const read = async (topic: string) => (await Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => readTopic(client, prefix + topic, partition)))).flat()
    // A commit is answered a little before everybody can read it.
    await expect.poll(() => read('dead_letters'), { timeout: 60_000 }).toEqual(expect.arrayContaining([expect.stringMatching(/"code":"foreign_partition".*SKU-FOREIGN-/)]))
    expect((await read('pricing_decisions')).filter((line) => line.includes('SKU-FOREIGN-'))).toEqual([])
  }, 120_000)
})
