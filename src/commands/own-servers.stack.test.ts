import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { kafkaAddress } from '../adapters/kafka/kafka-access.ts'
import { reachCluster } from '../adapters/kafka/reach.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { isSaturated } from '../reports/saturation.ts'
import { type KafkaRequest, openKafkaTarget } from '../runs/open-kafka-target.ts'
import { brokenInvariants } from '../testing/broken-invariants.ts'
import { OwnKafka } from '../testing/own-kafka.ts'
import { OwnPostgres } from '../testing/own-postgres.ts'
import { makeCertificate, OwnRedis } from '../testing/own-redis.ts'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

const SECRET = `s3cret-${randomUUID()}`
/** How fast it is, is not the question here. */
const UNHURRIED = ['--threshold', 'achieved_ratio: value>0', '--threshold', 'decision_latency: p(99)<60000']
const SMALL = ['steady', '--rate', '300', '--skus', '100', '--stores', '2', '--duration', '5s']
/** As docs/stack.md has them. */
const redisRights = (prefix: string) => `~${prefix}price:* ~${prefix}leases +eval +hget +hset +hmget +info`
const REDIS_TLS = ['port 0', 'tls-port {port}', 'tls-cert-file "{dir}/cert.pem"', 'tls-key-file "{dir}/key.pem"', 'tls-ca-cert-file "{dir}/cert.pem"', 'tls-auth-clients no']

/** What `shop` may do under its prefix is what a run needs; only workers make a group. */
const RIGHTS = { topic: ['read', 'write', 'describe', 'create'], group: [], transactionalId: ['write', 'describe'] } as const
/** Users who lack one right, each under a prefix of his own, and what they are told. */
const LACKING = [
  { user: 'reader', rights: { ...RIGHTS, topic: ['read', 'describe', 'create'] }, more: [], said: 'Write on the topics' },
  { user: 'loner', rights: RIGHTS, more: ['--workers', '1'], said: 'Read on the groups' },
  { user: 'hasty', rights: { ...RIGHTS, transactionalId: [] }, more: [], said: 'Write and Describe on the transactional ids' },
] as const
const ALLOWED = [{ user: 'shop', rights: RIGHTS }, ...LACKING]
const REDIS_USERS = [...ALLOWED.map(({ user }) => `user ${user} on >${SECRET} ${redisRights(`${user}.`)}`), `user guest on >${SECRET} ~* +eval +hget +hmget +info`, 'user default off']
const PARTITIONS = 8
const SAID_WITHIN_MS = 10_000

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)

/** Those of the stores for which the same was decided share a row: the eighth cell. */
function decisionsIn(line: string): number {
  const { decisions }: { readonly decisions: readonly (readonly unknown[])[] } = JSON.parse(line)
  return sum(decisions.map((cells) => (cells[7] as readonly unknown[]).length))
}

/** Each behind TLS and a password. `shop` may do what it needs, `guest` may only come in. */
describe('servers of your own', () => {
  let kafka: OwnKafka
  let redis: OwnRedis
  let postgres: OwnPostgres
  let cwd = ''

  beforeAll(async () => {
    cwd = emptyFolder()
    writeFileSync(join(cwd, 'password'), `${SECRET}\n`)
    writeFileSync(join(cwd, 'wrong'), 'not-the-password\n')
    vi.stubEnv('KAFKA_PASSWORD', SECRET)
    ;[kafka, redis, postgres] = await Promise.all([
      OwnKafka.start(Object.fromEntries(['guest', ...ALLOWED.map(({ user }) => user)].map((user) => [user, SECRET]))),
      OwnRedis.start([...REDIS_TLS, ...REDIS_USERS], makeCertificate),
      OwnPostgres.start(),
    ])
    await postgres.define(`create role shop login password '${SECRET}'; create role guest login password '${SECRET}'; grant create on database postgres to shop`)
    for (const { user, rights } of ALLOWED) await kafka.grant(user, `${user}.`, rights)
  }, 120_000)

  afterAll(async () => {
    await Promise.all([kafka?.remove(), redis?.remove(), postgres?.remove()])
    rmSync(cwd, { recursive: true })
  })

  const redisCa = () => join(redis.dir, 'cert.pem')
  const redisUrl = (user = 'shop') => `rediss://${user}@127.0.0.1:${redis.port}`
  const postgresUrl = (user = 'shop') => `postgresql://${user}@127.0.0.1:${postgres.port}/postgres?sslmode=verify-full`
  const file = (name: string) => `file:${join(cwd, name)}`
  const access = () => ({ brokers: [kafka.secure], user: 'shop', password: 'env:KAFKA_PASSWORD', caFile: kafka.caFile })

  /** What lets `shop` in, but for what a test changes. */
  const requestWith = (changed: Partial<KafkaRequest>): KafkaRequest => ({
    kafka: access(),
    redis: { url: redisUrl(), password: file('password'), caFile: redisCa() },
    postgres: { url: postgresUrl(), password: file('password'), caFile: postgres.caFile },
    topicPrefix: 'shop.',
    guarantee: 'exactly-once',
    commitIntervalMs: 50,
    createTopics: true,
    archive: false,
    allowedHosts: [],
    ...changed,
  })

  const flags = (user: string, prefix: string) => [
    '--target', 'kafka', '--topic-prefix', prefix, '--create-topics',
    '--brokers', kafka.secure, '--kafka-user', user, '--kafka-password', 'env:KAFKA_PASSWORD', '--kafka-mechanism', 'scram-sha-256', '--kafka-ca', kafka.caFile,
    '--redis', redisUrl(user), '--redis-password', file('password'), '--redis-ca', redisCa(),
    '--postgres', postgresUrl(), '--postgres-password', file('password'), '--postgres-ca', postgres.caFile,
  ]

  const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const
  it.each(mechanisms)('given a user of %s, when the brokers are asked, then they answer', async (mechanism) => {
    expect(await reachCluster(kafkaAddress({ ...access(), mechanism }))).toEqual(['127.0.0.1'])
  })

  it('given a certificate of our own, when the brokers want one, then they answer', async () => {
    expect(await reachCluster(kafkaAddress({ brokers: [kafka.mutual], caFile: kafka.caFile, certFile: kafka.caFile, keyFile: kafka.keyFile }))).toEqual(['127.0.0.1'])
  })

  const refusals: readonly (readonly [string, () => Partial<KafkaRequest>, object])[] = [
    ['a wrong password', () => ({ kafka: { ...access(), password: file('wrong') } }), { code: 'kafka_login_refused', place: '--kafka-user', value: 'shop' }],
    ['an authority that nobody knows', () => ({ kafka: { ...access(), caFile: undefined, tls: true } }), { code: 'untrusted_certificate', place: '--kafka-ca' }],
    ['an authority of somebody else', () => ({ kafka: { ...access(), caFile: redisCa() } }), { code: 'untrusted_certificate', place: '--kafka-ca' }],
    ['no TLS where it is wanted', () => ({ kafka: { ...access(), caFile: undefined } }), { code: 'kafka_unavailable', fix: expect.stringContaining('with --kafka-tls') }],
    ['TLS where there is none', () => ({ kafka: { ...access(), brokers: [kafka.open] } }), { code: 'kafka_unavailable', fix: expect.stringContaining('without --kafka-tls') }],
    ['no user where one is wanted', () => ({ kafka: { brokers: [kafka.secure], caFile: kafka.caFile } }), { code: 'kafka_unavailable', fix: expect.stringContaining('with --kafka-user') }],
    ['no certificate where one is wanted', () => ({ kafka: { brokers: [kafka.mutual], caFile: kafka.caFile } }), { code: 'kafka_login_refused', place: '--kafka-cert' }],
    ['no broker', () => ({ kafka: { ...access(), brokers: ['127.0.0.1:1'] } }), { code: 'kafka_unavailable', place: '--brokers' }],
    ['a user who may make no topics', () => ({ kafka: { ...access(), user: 'guest' } }), { code: 'kafka_right_missing', rule: expect.stringContaining('Create') }],
    ['a user who may see no topics', () => ({ kafka: { ...access(), user: 'guest' }, createTopics: false }), { code: 'missing_topics', message: expect.stringContaining('none that this user may see') }],
    ['a wrong password for Redis', () => ({ redis: { url: redisUrl(), password: file('wrong'), caFile: redisCa() } }), { code: 'redis_unavailable', message: expect.stringContaining('WRONGPASS') }],
    ['an authority for Redis that nobody knows', () => ({ redis: { url: redisUrl(), password: file('password') } }), { code: 'untrusted_certificate', place: '--redis-ca' }],
    ['a user who may not write to Redis', () => ({ redis: { url: redisUrl('guest'), password: file('password'), caFile: redisCa() } }), { code: 'redis_right_missing', rule: expect.stringContaining('+hset') }],
    ['keys that a user of Redis may not touch', () => ({ topicPrefix: 'other.' }), { code: 'redis_right_missing', rule: expect.stringContaining('~other.price:*') }],
    ['a wrong password for PostgreSQL', () => ({ postgres: { url: postgresUrl(), password: file('wrong'), caFile: postgres.caFile } }), { code: 'postgres_unavailable', message: expect.stringContaining('password authentication failed') }],
    ['an authority for PostgreSQL that nobody knows', () => ({ postgres: { url: postgresUrl(), password: file('password') } }), { code: 'untrusted_certificate', place: '--postgres-ca' }],
    ['a role that may make no schema', () => ({ postgres: { url: postgresUrl('guest'), password: file('password'), caFile: postgres.caFile } }), { code: 'schema_refused' }],
  ]
  it.each(refusals)('given %s, when a run is to begin, then it is refused within seconds, and no secret is repeated', async (_, changed, expected) => {
    const began = performance.now()
    const error = await openKafkaTarget(requestWith(changed()), randomUUID(), PARTITIONS).catch((thrown: unknown) => thrown as { readonly mistake: object })
    expect(error).toMatchObject({ mistake: { ...expected, exitCode: 106 } })
    expect(performance.now() - began).toBeLessThan(SAID_WITHIN_MS)
    expect(JSON.stringify(error)).not.toMatch(new RegExp(`${SECRET}|not-the-password`))
  })

  it('given a file that is not there, when a run is to begin, then that is a mistake on the command line', async () => {
    const { stdout, exitCode } = await promo(['simulate', ...SMALL, ...flags('shop', 'shop.'), '--kafka-cert', 'nowhere.pem', '--json'], { cwd, env: { KAFKA_PASSWORD: SECRET } })
    expect([exitCode, JSON.parse(stdout).error]).toMatchObject([2, { code: 'bad_tls_file', place: '--kafka-cert', value: 'nowhere.pem' }])
  })

  it.each(LACKING)('given $user, who lacks a right, when the run comes to need it, then it ends and says which', async ({ user, more, said }) => {
    const { stdout, exitCode, elapsedMs } = await promo(['simulate', ...SMALL, ...flags(user, `${user}.`), ...more, '--json'], { cwd, env: { KAFKA_PASSWORD: SECRET } })
    expect([exitCode, JSON.parse(stdout).error]).toMatchObject([106, { code: 'kafka_right_missing', rule: expect.stringContaining(said) }])
    expect(elapsedMs).toBeLessThan(45_000)
  }, 90_000)

  describe('when a run is made on them', () => {
    const runsDir = () => join(cwd, '.promo/runs')
    let made: Awaited<ReturnType<typeof promo>>

    beforeAll(async () => {
      made = await promo(['simulate', ...SMALL, ...UNHURRIED, ...flags('shop', 'shop.'), '--out', join(runsDir(), 'secured'), '--json'], { cwd, env: { KAFKA_PASSWORD: SECRET } })
    }, 120_000)

    // A generator that a busy machine holds up makes the verdict unknown, whatever the pipeline did.
    it('then everything that went in is decided, and every invariant and threshold holds', () => {
      const { verdict, metrics, invariants, thresholds }: RunDocument = JSON.parse(made.stdout)
      expect(metrics.events_processed.values).toMatchObject({ count: 1500 })
      expect(brokenInvariants({ invariants })).toEqual([])
      // How much load a busy machine makes is not what this is about.
      expect(thresholds.filter(({ status }) => status === 'fail')).toEqual([])
      expect([made.exitCode, verdict]).toEqual(isSaturated(metrics) ? [99, 'unknown'] : [0, 'pass'])
    })

    it('then kcat finds its decisions behind the same door', () => {
      // Debian's librdkafka repeats its nonce in SCRAM, and Kafka refuses that since CVE-2024-56128.
      const login = ['security.protocol=SASL_SSL', 'sasl.mechanisms=PLAIN', 'sasl.username=shop', `sasl.password=${SECRET}`, `ssl.ca.location=${kafka.caFile}`]
      const config = join(kafka.dir, 'kcat.conf')
      writeFileSync(config, `${login.join('\n')}\n`)
      const found = execFileSync('kcat', ['-F', config, '-b', kafka.secure, '-C', '-t', 'shop.pricing_decisions', '-m', '30', '-e', '-q'], { encoding: 'utf8' })
      const lines = found.split('\n').filter((line) => line.startsWith('{"topic":"pricing_decisions","cause"'))
      // How many events a decision is folded from depends on how fast the machine is; `decisions` leaves out those of the catalogue.
      const { metrics }: RunDocument = JSON.parse(made.stdout)
      expect(sum(lines.map(decisionsIn))).toBeGreaterThanOrEqual((metrics.decisions.values as { readonly count: number }).count)
    })

    it('then the secret stands nowhere in what it left or said', () => {
      const files = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'password' && statSync(join(cwd, name)).isFile())
      expect(files.length).toBeGreaterThan(10)
      expect(files.filter((name) => readFileSync(join(cwd, name)).includes(SECRET))).toEqual([])
      expect(made.stdout + made.stderr).not.toContain(SECRET)
      expect(JSON.parse(made.stdout).run.command).toContain('--kafka-password env:KAFKA_PASSWORD')
    })
  })
})
