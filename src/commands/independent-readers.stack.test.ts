import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linesOf, partitionDir, segmentsOf } from '../adapters/embedded/segment-files.ts'
import { topicOfLine } from '../adapters/kafka/topics.ts'
import { postgresUrl } from '../runs/stack/health.ts'
import { testBrokers } from '../testing/kafka-world.ts'
import { rowsOf } from '../testing/pricing-world.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { testServer } from '../testing/real-servers.ts'
import { psql } from '../testing/test-schema.ts'
import { brokenInvariants } from '../testing/broken-invariants.ts'

/** One run, and what programs that know nothing of it find on the servers afterwards. */
const prefix = `readers-${randomUUID()}.`
const cwd = emptyFolder()
const runDir = join(cwd, 'run')
const brokers = testBrokers().join(',')
const servers = ['--brokers', brokers, '--redis', `redis://${testServer('redis')}`, '--postgres', postgresUrl(testServer('postgres')), '--topic-prefix', prefix]
const partitions = [0, 1, 2, 3, 4, 5, 6, 7]
const recorded: string[][] = []
let archive: { readonly schema: string; readonly isWhole: boolean; readonly decisions: number; readonly auditRows: number; readonly auditHash: string }

interface PriceUpdate {
  readonly sku: string
  readonly store: string
  readonly version: number
  readonly priceMinor: number | null
  readonly validUntil: number
}

beforeAll(async () => {
  const traffic = ['steady', '--rate', '300', '--skus', '60', '--stores', '2', '--duration', '6s']
  const { stdout } = await promo(['simulate', ...traffic, '--target', 'kafka', ...servers, '--create-topics', '--archive', '--out', runDir, '--json'], { cwd })
  expect(brokenInvariants(JSON.parse(stdout))).toEqual([])
  for (const partition of partitions) recorded[partition] = segmentsOf(partitionDir(runDir, partition)).flatMap(({ path }) => [...linesOf(path)].flatMap(({ lines }) => lines))
  archive = JSON.parse(readFileSync(join(runDir, 'archive.json'), 'utf8'))
})
afterAll(async () => {
  await promo(['runs', 'clean', runDir, ...servers, '--yes'], { cwd })
  rmSync(cwd, { recursive: true })
})

const run = (program: string, args: readonly string[]) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 })

const linesOfTopic = (topic: string, partition: number) => recorded[partition].filter((line) => topicOfLine(line) === topic)

/** The newest of each item, by what the run folder has. */
function newestUpdates(): readonly PriceUpdate[] {
  const updates = partitions.flatMap((partition) => linesOfTopic('price_updates', partition)).map((line) => JSON.parse(line) as PriceUpdate)
  return [...new Map(updates.map((update) => [`${update.sku} ${update.store}`, update])).values()]
}

/** The version that an item's decisions have come to: it also grows where a floor changes and the price does not. */
function newestVersions(): ReadonlyMap<string, number> {
  const rows = partitions.flatMap((partition) => rowsOf(linesOfTopic('pricing_decisions', partition)))
  return new Map(rows.map(({ sku, store, version }) => [`${sku} ${store}`, version]))
}

const byName = (words: readonly string[]): Readonly<Record<string, string>> => Object.fromEntries(Array.from({ length: words.length / 2 }, (_, index) => words.slice(index * 2)))

describe('kcat', () => {
  it.each(['order', 'pricing_decisions', 'price_updates'])('given a run, when it reads %s of a partition, committed records alone, then it finds the lines of the run folder', (topic) => {
    for (const partition of [0, 5]) {
      const args = ['-b', brokers, '-C', '-t', prefix + topic, '-p', String(partition), '-o', 'beginning', '-e', '-q', '-X', 'isolation.level=read_committed', '-f', '%s\n']
      const found = run('kcat', args).split('\n').slice(0, -1)
      expect(found.length).toBeGreaterThan(3)
      expect(found).toEqual(linesOfTopic(topic, partition))
    }
  })
})

describe('redis-cli', () => {
  const hgetall = (key: string) => byName(run('redis-cli', ['-u', `redis://${testServer('redis')}`, 'HGETALL', key]).split('\n').slice(0, -1))

  it('given a run, when it looks at the price of an item, then it finds the newest price_updates of it', () => {
    const versions = newestVersions()
    for (const { sku, store, priceMinor, validUntil } of newestUpdates().slice(0, 20)) {
      const found = hgetall(`${prefix}price:${sku}:${store}`)
      expect(found).toMatchObject({ priceMinor: String(priceMinor ?? 0), validUntil: String(validUntil), version: String(versions.get(`${sku} ${store}`)) })
    }
  })

  it('given a run, when it looks at the leases, then each partition has that of its last order record', () => {
    const until = (partition: number) => JSON.parse(linesOfTopic('order', partition).at(-1)!).now + 5000
    const held = hgetall(`${prefix}leases`)
    expect(partitions.map((partition) => held[partition])).toEqual(partitions.map((partition) => String(until(partition))))
    for (const partition of partitions) expect(Number(held[`${partition}:mark`])).toBeGreaterThan(0)
  })
})

describe('psql', () => {
  it('given a run, when it asks for the last safe prices, then they are the newest price_updates', () => {
    const versions = newestVersions()
    const expected = newestUpdates().map(({ sku, store, priceMinor, validUntil }) => `${sku} ${store} ${priceMinor ?? 0} ${validUntil} ${versions.get(`${sku} ${store}`)}`)
    const found = psql(`select sku, store, price_minor, valid_until, version from ${archive.schema}.last_safe_prices`).split('\n')
    expect(found.length).toBe(120)
    expect(found.sort()).toEqual(expected.sort())
  })

  it('given a run with --archive, when it asks for decisions of a SKU by reason, then it finds those that the run explained, each once', () => {
    const explained = partitions.flatMap((partition) => linesOfTopic('pricing_decisions', partition)).flatMap((line) => JSON.parse(line).explanation ?? [])
    const { sku, reasonCode } = explained.at(-1)
    const ids = explained.filter((each) => each.sku === sku && each.reasonCode === reasonCode).map(({ decisionId }) => decisionId)
    expect(psql(`select decision_id from ${archive.schema}.decisions where sku = '${sku}' and reason = '${reasonCode}'`).split('\n').sort()).toEqual(ids.sort())
    expect([archive.isWhole, archive.decisions, Number(psql(`select count(*) from ${archive.schema}.decisions`))]).toEqual([true, explained.length, explained.length])
  })

  it('given a run with --archive, when it asks for the audit, then every rule, manual price and alert is in it, and the chain is whole and ends where the run folder says', () => {
    const counts = Object.fromEntries(['alerts', 'price_overrides', 'promo_rules'].map((topic) => [topic, partitions.flatMap((partition) => linesOfTopic(topic, partition)).length]))
    expect(counts.promo_rules).toBeGreaterThan(0)
    expect(byName(psql(`select topic, count(*) from ${archive.schema}.audit group by topic`).split(/\s/))).toEqual(Object.fromEntries(Object.entries(counts).filter(([, many]) => many > 0).map(([topic, many]) => [topic, String(many)])))
    expect(psql(`select position, hash from ${archive.schema}.audit order by position desc limit 1`)).toBe(`${archive.auditRows} ${archive.auditHash}`)
    expect(psql(`select count(*) from ${archive.schema}.audit_faults`)).toBe('0')
  })
})
