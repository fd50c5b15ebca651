// The ack-lost test of ../shared/evidence.md, against a whole run: three brokers, replication 3, min.insync 2; for 1.5 s
// at a time one broker's answers are swallowed while what was written to it stands. What was sent and not acknowledged
// is sent again, so records may be there twice; effects must not be.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { postgresUrl } from '../../dist/runs/stack/health.js'
import { BIN, withStack } from './own-stack.mjs'

const SWALLOW_MS = 1500
const REST_MS = 3500
const BEGIN_AFTER_MS = 12_000

export function ackLost({ rate = 5000, seconds = 60, guarantee = 'exactly-once' } = {}) {
  return withStack(async ({ env, home, servers }) => {
    const proxied = (kind) => servers.filter((server) => server.kind === kind).map((server) => server.proxied)
    const address = (kind) => servers.find((server) => server.kind === kind).address
    const out = join(home, 'run')
    const args = ['simulate', 'steady', '--no-ui', '-q', '--target', 'kafka', '--guarantee', guarantee, '--brokers', proxied('kafka').join(','), '--redis', `redis://${address('redis')}`]
      const run = spawn(process.execPath, [BIN, ...args, '--postgres', postgresUrl(address('postgres')), '--create-topics', '--rate', String(rate), '--duration', `${seconds}s`, '--out', out, '--json'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    const ended = new Promise((resolve) => run.once('close', resolve))
    const swallowed = await swallowAnswers(address('toxiproxy'), servers.filter(({ kind }) => kind === 'kafka').map(({ name }) => name), ended, seconds)
    const exitCode = await ended
    const { metrics, invariants, verdict } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))
    const count = (name) => metrics[name]?.values.count ?? null
    const violations = Object.fromEntries(invariants.map(({ name, status, violations: found }) => [name, status === 'pass' ? found : status]))
    return { guarantee, swallowed, sent: count('events_sent'), accepted: count('events_accepted'), sentTwice: count('events_deduplicated'), verdict, exitCode, ...violations }
  }, 3)
}

/** One broker after the other, until the traffic is over. Returns how often. */
async function swallowAnswers(toxiproxy, brokers, ended, seconds) {
  const add = async (path, toxic) => {
    const { ok, status } = await fetch(`http://${toxiproxy}${path}`, { method: 'POST', body: JSON.stringify(toxic) })
    if (!ok) throw new Error(`Toxiproxy answered ${status}: nothing is swallowed`)
  }
  const remove = (path) => fetch(`http://${toxiproxy}${path}`, { method: 'DELETE' })
  let isOver = false
  ended.then(() => (isOver = true))
  await setTimeout(BEGIN_AFTER_MS)
  const endAt = performance.now() + seconds * 1000 - BEGIN_AFTER_MS
  let times = 0
  for (; !isOver && performance.now() < endAt; times++) {
    const path = `/proxies/${brokers[times % brokers.length]}/toxics`
    await add(path, { name: 'swallow', type: 'timeout', stream: 'downstream', attributes: { timeout: 0 } })
    await setTimeout(SWALLOW_MS)
    await remove(`${path}/swallow`)
    await setTimeout(REST_MS)
  }
  return times
}
