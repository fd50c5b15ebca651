// Kafka Streams at the same work (../shared/peers), beside us on the same broker: throughput preloaded, latency paced.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import kafkajs from 'kafkajs'
import { cacheDir } from '../../dist/adapters/process/installed/cache-dir.js'

const at = (name) => fileURLToPath(new URL(name, import.meta.url))
const PEERS = at('../../../shared/peers')
const PARTITIONS = 4
export const WARM_UP_MS = 5000
export const WARM_UP_EVENTS = 300_000
const REST_MS = 3000

/** The folder with the compiled peers; null where their sources are not here. Built once, which needs a JDK and Maven. */
export function builtPeers() {
  if (!existsSync(PEERS)) return null
  const dir = join(cacheDir(), 'peers')
  if (!existsSync(join(dir, 'kafka-streams', 'KafkaStreamsPeer.class'))) execFileSync('bash', [join(PEERS, 'build.sh'), dir], { stdio: ['ignore', 2, 2] })
  return dir
}

/** Events as they come. Before that it has decided a few hundred thousand, so that its JVM is warm and its partitions are dealt. */
export async function paced(brokers, { dir, guarantee, commitMs, rate, seconds }) {
  const topics = await newTopics(brokers, `paced-${guarantee}-${commitMs}`)
  const count = rate * seconds
  const peer = startPeer(dir, brokers, topics, guarantee, commitMs)
  try {
    await run('feed-peer.mjs', [brokers.join(','), topics.in, 0, WARM_UP_EVENTS]).result
    await secondsToWrite(brokers, topics.out, WARM_UP_EVENTS)
    const reader = run('read-peer.mjs', [brokers.join(','), topics.out, WARM_UP_EVENTS, count, WARM_UP_MS])
    await Promise.all([reader.ready, setTimeout(REST_MS)])
    await run('feed-peer.mjs', [brokers.join(','), topics.in, rate, count]).result
    return await reader.result
  } finally {
    await stop(peer)
  }
}

/** Events that wait already: from the first output to the last. */
export async function preloaded(brokers, { dir, guarantee, commitMs, count }) {
  const topics = await newTopics(brokers, `preloaded-${guarantee}-${commitMs}`)
  await run('feed-peer.mjs', [brokers.join(','), topics.in, 0, count]).result
  const peer = startPeer(dir, brokers, topics, guarantee, commitMs)
  try {
    return { eventsPerSecond: Math.round(count / (await secondsToWrite(brokers, topics.out, count))) }
  } finally {
    await stop(peer)
  }
}

async function secondsToWrite(brokers, topic, count) {
  const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  const end = async () => (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0)
  let [firstAt, written] = [null, 0]
  for (; written < count; await setTimeout(20)) {
    written = await end()
    if (written > 0) firstAt ??= performance.now()
  }
  const seconds = (performance.now() - firstAt) / 1000
  await admin.disconnect()
  return seconds
}

async function newTopics(brokers, name) {
  const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  const topics = { in: `peer-in-${name}-${Date.now()}`, out: `peer-out-${name}-${Date.now()}` }
  await admin.createTopics({ waitForLeaders: true, topics: Object.values(topics).map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor: 1 })) })
  await admin.disconnect()
  return topics
}

function startPeer(dir, brokers, topics, guarantee, commitMs) {
  const state = mkdtempSync(join(tmpdir(), 'promo-bench-peer-'))
  const classes = `${join(dir, 'kafka-streams')}:${join(dir, 'lib-kafka-streams')}/*`
  const child = spawn('java', ['-Xmx1g', `-Djava.io.tmpdir=${state}`, '-cp', classes, 'KafkaStreamsPeer', brokers.join(','), topics.in, topics.out, guarantee, '2', String(commitMs)], { stdio: 'ignore' })
  child.once('exit', () => rmSync(state, { recursive: true, force: true }))
  return child
}

async function stop(child) {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await Promise.race([gone, setTimeout(5000)])
  child.kill('SIGKILL')
}

/** `ready` when it says something; `result` is what it prints as JSON. */
function run(script, args) {
  const child = spawn(process.execPath, [at(script), ...args.map(String)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  const { promise: ready, resolve } = Promise.withResolvers()
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => resolve((stderr += chunk)))
  const result = new Promise((done, fail) => child.once('close', (code) => (code === 0 ? done(JSON.parse(stdout)) : fail(new Error(`${script} ended with ${code}: ${stderr}`)))))
  return { ready, result }
}
