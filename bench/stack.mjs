// npm run bench:stack [-- name …]: the figures of the real stack, beside Kafka Streams at the same work in the same run
// (../shared/peers; left out where that is not there). Broker, Redis, PostgreSQL and everybody else share the machine.
import { cpus, totalmem } from 'node:os'
import { ackLost } from './stack/ack-lost.mjs'
import * as kafkaStreams from './stack/kafka-streams.mjs'
import { withStack } from './stack/own-stack.mjs'
import * as promo from './stack/promo.mjs'
import { restore } from './stack/restore.mjs'

/** A machine that is slower today can be asked for less: both of a pair are. */
const RATE = Number(process.env.RATE ?? 20_000)
const SECONDS = 60
const WARM_UP_SECONDS = 20
const PRELOADED = 2_000_000
const RECORDS = 1_000_000
const COMMIT_MS = 100
const AT_LEAST_ONCE_MS = 50
const SCALING = { guarantee: 'exactly-once', commitMs: COMMIT_MS, count: 1_000_000, partitions: 8 }
const peers = kafkaStreams.builtPeers()

/** On one stack, one after the other, so that the broker's JVM is warm for all but the first. */
const SHARED = {
  produce: (stack) => {
    const [bare, sender] = [promo.producing(stack, 'bare', RECORDS), promo.producing(stack, 'sender', RECORDS)]
    return { barePerSecond: bare, senderPerSecond: sender, ratio: sender / bare }
  },
  preloaded: (stack) => preloadedPair(stack, 'exactly-once', 'exactly_once_v2'),
  'exactly-once': (stack) => pacedPair(stack, 'exactly-once', 'exactly_once_v2', COMMIT_MS),
  // Kafka Streams sends what it decides at once, whatever its commit interval; ours is sent with the commit.
  'at-least-once': (stack) => pacedPair(stack, 'at-least-once', 'at_least_once', COMMIT_MS, AT_LEAST_ONCE_MS),
  'exactly-once-20': (stack) => pacedPair(stack, 'exactly-once', 'exactly_once_v2', 20),
  steady: (stack) => promo.paced(stack, { scenario: 'steady', guarantee: 'exactly-once', commitMs: COMMIT_MS, rate: RATE, seconds: SECONDS }),
  scaling: (stack) => byWorkers(stack),
}

/** On stacks of their own. */
const ALONE = {
  'three-brokers': () => withStack((stack) => promo.preloaded(stack, { ...SCALING, workers: 2 }), 3),
  restore: () => restore(),
  'ack-lost': async () => ({ ...prefixed('eos', await ackLost({ guarantee: 'exactly-once' })), ...prefixed('alo', await ackLost({ guarantee: 'at-least-once' })) }),
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !Object.hasOwn(SHARED, name) && !Object.hasOwn(ALONE, name))
if (unknown) {
  process.stderr.write(`there is no bench ${unknown}; there are ${[...Object.keys(SHARED), ...Object.keys(ALONE)].join(', ')}\n`)
  process.exit(2)
}
const figures = {}
const chosen = (benches) => Object.keys(benches).filter((name) => asked.length === 0 || asked.includes(name))
if (chosen(SHARED).length > 0) await withStack(runShared)
for (const name of chosen(ALONE)) await run(name, ALONE[name])
const machine = { cores: cpus().length, model: cpus()[0].model, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version }
process.stdout.write(`${JSON.stringify({ machine, figures }, null, 1)}\n`)

async function runShared(stack) {
  await warmUp(stack)
  for (const name of chosen(SHARED)) await run(name, () => SHARED[name](stack))
}

/** A JVM is fast only after a while, and would make the first of a pair look slow. */
async function warmUp(stack) {
  promo.producing(stack, 'sender', RECORDS)
  await promo.paced(stack, { guarantee: 'exactly-once', commitMs: COMMIT_MS, rate: RATE, seconds: WARM_UP_SECONDS })
}

async function run(name, bench) {
  process.stderr.write(`${name} …\n`)
  figures[name] = await bench()
  process.stderr.write(`${rowsOf(name)}\n`)
}

async function pacedPair(stack, guarantee, peerGuarantee, commitMs, ourCommitMs = commitMs) {
  const terms = { commitMs, rate: RATE, seconds: SECONDS }
  const theirs = peers && (await kafkaStreams.paced(stack.brokers, { ...terms, dir: peers, guarantee: peerGuarantee }))
  const ours = await promo.paced(stack, { ...terms, commitMs: ourCommitMs, guarantee })
  return { commitMs, ourCommitMs, ...ours, ...(theirs && { ...prefixed('kafkaStreams', theirs), p99Ratio: ours.p99Ms / theirs.p99Ms }) }
}

async function preloadedPair(stack, guarantee, peerGuarantee) {
  const terms = { commitMs: COMMIT_MS, count: PRELOADED }
  const theirs = peers && (await kafkaStreams.preloaded(stack.brokers, { ...terms, dir: peers, guarantee: peerGuarantee }))
  const ours = promo.preloaded(stack, { ...terms, guarantee })
  return { commitMs: COMMIT_MS, ...ours, ...(theirs && { ...prefixed('kafkaStreams', theirs), ratio: ours.eventsPerSecond / theirs.eventsPerSecond }) }
}

async function byWorkers(stack) {
  const figures = {}
  for (const workers of [1, 2, 3, 4]) figures[`workers${workers}`] = promo.preloaded(stack, { ...SCALING, workers }).eventsPerSecond
  return figures
}

function prefixed(by, values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${by}.${name}`, value]))
}

function rowsOf(name) {
  const text = (value) => (typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 3 }) : String(value))
  return Object.entries(figures[name]).map(([figure, value]) => `| ${name} | ${figure} | ${text(value)} |`).join('\n')
}
