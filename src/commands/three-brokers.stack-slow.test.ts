import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { linesOf, partitionDir, segmentsOf } from '../adapters/embedded/segment-files.ts'
import { KafkaClient } from '../adapters/kafka/client.ts'
import { withAdmin } from '../adapters/kafka/topic-admin.ts'
import { planTopics } from '../adapters/kafka/topic-plan.ts'
import { topicOfLine } from '../adapters/kafka/topics.ts'
import { isAlive } from '../adapters/process/process-identity.ts'
import type { RunDocument } from '../reports/run-document.ts'
import type { StackServer, StackState } from '../runs/stack/stack-state.ts'
import { brokenInvariants } from '../testing/broken-invariants.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

/** A stack of the test's own: it kills one of its brokers. 1.3 GB while it runs, two minutes in all. */
const cwd = emptyFolder()
const runDir = join(cwd, 'run')
const prefix = 'three.'
const TOPIC_RESOURCE = 2
const KILLED = 'kafka-2'
let brokers: readonly StackServer[] = []
let document: RunDocument
let topics: readonly { readonly name: string; readonly replicas: number; readonly inSync: string }[] = []

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

function handedOver(): number {
  return readJson(join(runDir, 'sent.json')).generators[0].partitions.reduce((sum: number, { handed }: { readonly handed: number }) => sum + handed, 0)
}

async function readTerms(): Promise<typeof topics> {
  const names = planTopics(prefix, { partitions: 8, replication: 3 }).map(({ name }) => name)
  return withAdmin(new KafkaClient({ brokers: brokers.map(({ address }) => address) }), async (admin) => {
    const metadata = await admin.fetchTopicMetadata({ topics: names })
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: names.map((name) => ({ type: TOPIC_RESOURCE, name, configNames: ['min.insync.replicas'] })) })
    const inSync = new Map(resources.map(({ resourceName, configEntries }) => [resourceName, configEntries[0].configValue]))
    return metadata.topics.map(({ name, partitions }) => ({ name, replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)), inSync: inSync.get(name)! }))
  })
}

beforeAll(async () => {
  const { exitCode, stderr } = await promo(['stack', 'up', '--no-docker', '--brokers', '3'], { cwd })
  expect([exitCode, stderr]).toEqual([0, expect.anything()])
  brokers = (readJson(join(cwd, '.promo', 'stack.json')) as StackState).servers.filter(({ kind }) => kind === 'kafka')
  const running = promo(['simulate', 'steady', '--rate', '500', '--skus', '200', '--duration', '15s', '--target', 'kafka', '--topic-prefix', prefix, '--out', runDir, '--json'], { cwd })
  await vi.waitFor(() => expect(handedOver()).toBeGreaterThan(2000), { timeout: 60_000, interval: 100 })
  topics = await readTerms()
  process.kill(brokers.find(({ name }) => name === KILLED)!.process!.pid, 'SIGKILL')
  document = JSON.parse((await running).stdout)
}, 240_000)

afterAll(async () => {
  await promo(['stack', 'down'], { cwd })
  rmSync(cwd, { recursive: true })
})

it('given three brokers, when a run makes its topics, then each has three replicas, and two have to have a record', () => {
  expect(topics.length).toBeGreaterThan(10)
  expect(topics.filter(({ replicas, inSync }) => replicas !== 3 || inSync !== '2')).toEqual([])
})

it('given a broker is killed in the middle, when the run ends, then every event was decided once, and every invariant holds', () => {
  expect(brokers.map(({ name, process: server }) => [name, isAlive(server!)])).toEqual(brokers.map(({ name }) => [name, name !== KILLED]))
  expect(document.metrics.events_processed.values).toMatchObject({ count: 7500 })
  expect(brokenInvariants(document)).toEqual([])
})

it('given a broker is gone, when kcat reads what is left, then it finds every committed line of the run folder once', () => {
  const alive = brokers.filter(({ name }) => name !== KILLED).map(({ address }) => address).join(',')
  for (const topic of ['order', 'pricing_decisions']) {
    const args = ['-b', alive, '-C', '-t', prefix + topic, '-p', '3', '-o', 'beginning', '-e', '-q', '-X', 'isolation.level=read_committed', '-f', '%s\n']
    const found = execFileSync('kcat', args, { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n').slice(0, -1)
    const recorded = segmentsOf(partitionDir(runDir, 3)).flatMap(({ path }) => [...linesOf(path)].flatMap(({ lines }) => lines))
    expect(found).toEqual(recorded.filter((line) => topicOfLine(line) === topic))
  }
})
