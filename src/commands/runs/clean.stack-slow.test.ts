import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KafkaClient } from '../../adapters/kafka/client.ts'
import { deleteTopics } from '../../adapters/kafka/left-topics.ts'
import { withAdmin } from '../../adapters/kafka/topic-admin.ts'
import { postgresUrl } from '../../runs/stack/health.ts'
import { testBrokers } from '../../testing/kafka-world.ts'
import { emptyFolder, promo } from '../../testing/promo-cli.ts'
import { testServer } from '../../testing/real-servers.ts'
import { psql } from '../../testing/test-schema.ts'

describe('what a run left on servers', () => {
  const cwd = emptyFolder()
  const client = new KafkaClient({ brokers: testBrokers() })
  const servers = ['--brokers', testBrokers().join(','), '--redis', `redis://${testServer('redis')}`, '--postgres', postgresUrl(testServer('postgres'))]
  const prefix = `clean-${randomUUID()}.`
  const others = { topic: `${prefix}mine`, key: `${prefix}prices:of-mine` }
  let run = ''

  const redisCli = (...args: readonly string[]) => execFileSync('redis-cli', ['-u', `redis://${testServer('redis')}`, ...args], { encoding: 'utf8' }).split('\n').filter(Boolean)
  const keys = () => redisCli('--scan', '--pattern', `${prefix}*`)
  const topics = async () => (await withAdmin(client, (admin) => admin.listTopics())).filter((name) => name.startsWith(prefix)).sort()
  const schemas = () => psql(`select count(*) from information_schema.schemata where schema_name = 'promo_${run.replaceAll('-', '_')}'`)
  const clean = async (...more: readonly string[]) => {
    const { stdout, exitCode } = await promo(['runs', 'clean', run, ...servers, '--topic-prefix', prefix, '--json', ...more], { cwd })
    expect(exitCode).toBe(0)
    return JSON.parse(stdout)
  }

  beforeAll(async () => {
    await promo(['simulate', 'steady', '--rate', '200', '--skus', '20', '--stores', '2', '--duration', '2s', '--target', 'kafka', ...servers, '--create-topics', '--topic-prefix', prefix, '--quiet'], { cwd })
    run = readdirSync(join(cwd, '.promo/runs'))[0]
    redisCli('SET', others.key, '1')
    await withAdmin(client, (admin) => admin.createTopics({ topics: [{ topic: others.topic }] }))
  })
  afterAll(async () => {
    redisCli('DEL', others.key)
    await deleteTopics(client, [others.topic])
    rmSync(cwd, { recursive: true })
  })

  it('given nobody says --yes, when it is to be cleaned, then it is told and stays', async () => {
    const before = await topics()
    expect(await clean()).toMatchObject({ run, deleted: false, redisKeys: 41, schema: `promo_${run.replaceAll('-', '_')}`, topics: expect.arrayContaining([`${prefix}order`, `${prefix}price_updates`]) })
    expect([await topics(), keys().length, schemas()]).toEqual([before, 42, '1'])
  })

  it('given --yes, when it is cleaned, then it is gone, and what only begins alike stays', async () => {
    const told = await clean()
    expect(await clean('--yes')).toEqual({ ...told, deleted: true })
    await expect.poll(topics, { timeout: 10_000 }).toEqual([others.topic])
    expect([keys(), schemas()]).toEqual([[others.key], '0'])
  })

  it('given it is clean, when it is to be cleaned again, also without its folder, then there is nothing', async () => {
    rmSync(join(cwd, '.promo'), { recursive: true })
    expect(await clean('--yes')).toMatchObject({ topics: [], redisKeys: 0, schema: null })
  })
})
