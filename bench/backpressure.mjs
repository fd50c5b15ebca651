// What a run on Kafka does while one server says nothing: memory, what is lost, and the verdict. It starts a stack of
// its own, stops one server of it by SIGSTOP in the middle of a run, and lets it go on.
//
//     node bench/backpressure.mjs [--server kafka|redis|postgres] [--rate 20000] [--pause 30] [--admission 1s]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { nowS, RssSampler } from './rss.mjs'
import { BIN, withStack } from './stack/own-stack.mjs'

const PAUSE_S = { kafka: 30, redis: 10, postgres: 10 }
/** Heaps have grown to their working size by then. */
const BEFORE_S = 20
const STEADY_S = 10
const AFTER_S = 20

const { values } = parseArgs({
  options: { server: { type: 'string', multiple: true, default: Object.keys(PAUSE_S) }, rate: { type: 'string', default: '20000' }, pause: { type: 'string' }, admission: { type: 'string' } },
})

const stopped = new Set()

await withStack(async (stack) => {
  try {
    for (const server of values.server) process.stdout.write(`${JSON.stringify(await pausedRun(stack, server))}\n`)
  } finally {
    resume()
  }
})

async function pausedRun({ home, env }, server) {
  const { pid } = JSON.parse(readFileSync(join(home, 'stack.json'), 'utf8')).servers.find(({ kind }) => kind === server).process
  const pauseS = Number(values.pause ?? PAUSE_S[server])
  const out = join(home, server)
  const admission = values.admission ? ['--admission', values.admission] : []
  const args = ['simulate', 'steady', '--target', 'kafka', '--no-ui', '--rate', values.rate, '--duration', `${BEFORE_S + pauseS + AFTER_S}s`, '--out', out, ...admission]
  const run = spawn(process.execPath, [BIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(run, 'close')
  const rss = new RssSampler(run.pid)
  const lines = createInterface({ input: run.stdout })
  const said = []
  for (const each of [lines, createInterface({ input: run.stderr })]) each.on('line', (line) => said.push(line))
  await Promise.race([trafficReaches(BEFORE_S, lines), ended])
  if (run.exitCode !== null) return { server, exitCode: run.exitCode, said: said.slice(-10) }
  const pausedAtS = nowS()
  pause(pid)
  await Promise.race([setTimeout(pauseS * 1000), ended])
  resume()
  const [exitCode] = await ended
  rss.stop()
  if (!existsSync(join(out, 'run.json'))) return { server, exitCode, said: said.slice(-10) }
  return { server, pauseS, rate: Number(values.rate), admission: values.admission ?? null, exitCode, ...memory(rss, pausedAtS, pauseS), ...outcome(out) }
}

/** Resolves when the traffic has reached that second: progress lines begin with it. */
function trafficReaches(second, lines) {
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      if (/sent/.test(line) && Number(/^\s*(\d+)s/.exec(line)?.[1]) >= second) resolve()
    })
  })
}

/** PostgreSQL answers by a process for each connection; its first one makes them. */
function pause(pid) {
  for (const each of [pid, ...childrenOf(pid)]) {
    process.kill(each, 'SIGSTOP')
    stopped.add(each)
  }
}

function resume() {
  for (const each of stopped) process.kill(each, 'SIGCONT')
  stopped.clear()
}

function childrenOf(pid) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((each) => parentOf(each) === pid)
}

function parentOf(pid) {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}

/** Checks run in the same process after the traffic; what they need is not the pause's. */
function memory(rss, pausedAtS, pauseS) {
  const before = rss.maxMb(pausedAtS - STEADY_S, pausedAtS)
  const since = rss.maxMb(pausedAtS, pausedAtS + pauseS + AFTER_S)
  return { rssBeforeMb: before, rssMaxMb: since, rssRatio: Number((since / before).toFixed(2)) }
}

function outcome(out) {
  const { verdict, thresholds, invariants, metrics } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))
  const notHeld = [...thresholds.map(({ metric, expression, status }) => ({ name: `${metric}: ${expression}`, status })), ...invariants].filter(({ status }) => status !== 'pass').map(({ name, status }) => `${name} (${status})`)
  const count = (name) => metrics[name]?.values.count ?? null
  const { value: achieved } = metrics.achieved_ratio.values
  return { verdict, notHeld, sent: count('events_sent'), accepted: count('events_accepted'), rejected: count('events_rejected'), deduplicated: count('events_deduplicated'), lost: count('lost'), doubled: count('duplicate_effects'), fallbacks: count('price_read_fallbacks'), achieved, p99Ms: metrics.decision_latency.values['p(99)'], lagMax: metrics.lag.values.max }
}
