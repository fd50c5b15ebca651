// promo at the peers' work, as a user runs it.
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Histogram } from '../../dist/reports/histogram.js'
import { WARM_UP_EVENTS, WARM_UP_MS } from './kafka-streams.mjs'
import { BIN } from './own-stack.mjs'

const at = (name) => fileURLToPath(new URL(name, import.meta.url))

/**
 * Latency from the intended send until the price can be read in Redis. As for the peers as many events come before, and
 * the first seconds of those that count are left out; what it would be with all but the first seconds is told as well.
 */
export async function paced({ env, home }, { scenario = at('peers-mix.yaml'), guarantee, commitMs, rate, seconds }) {
  const out = join(home, `paced-${guarantee}-${commitMs}-${Date.now()}`)
  const [warmUpS, startS] = [Math.ceil(WARM_UP_EVENTS / rate), WARM_UP_MS / 1000]
  const args = ['simulate', scenario, '--target', 'kafka', '--guarantee', guarantee, '--commit-interval', `${commitMs}ms`, '--rate', String(rate), '--duration', `${warmUpS + seconds}s`, '--out', out, '--no-ui', '-q', '--json']
  const child = spawn(process.execPath, [BIN, ...args], { env, stdio: ['ignore', 'ignore', 'ignore'] })
  const exitCode = await new Promise((resolve) => child.once('close', resolve))
  const { metrics, invariants, verdict } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))
  const latency = metrics.decision_latency.values
  const latencyBehind = (second) => latencyFrom(join(out, 'latency.hlog'), second)
  const warm = latencyBehind(warmUpS + startS)
  return {
    achievedRatio: metrics.achieved_ratio.values.value,
    p50Ms: warm.percentile(50),
    p99Ms: warm.percentile(99),
    p999Ms: warm.percentile(99.9),
    p99From5sMs: latencyBehind(startS).percentile(99),
    p99WithStartMs: latency['p(99)'],
    readP99Ms: metrics.price_read_latency.values['p(99)'],
    brokenInvariants: invariants.filter(({ status }) => status !== 'pass').map(({ name }) => name).join(' ') || 'none',
    verdict,
    exitCode,
  }
}

function latencyFrom(file, second) {
  const whole = new Histogram()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const found = /^([\d.]+),[\d.]+,[\d.]+,(\S+)$/.exec(line)
    if (found && Number(found[1]) >= second) whole.add(Histogram.decode(found[2]))
  }
  return whole
}

/** Two workers, a process each, find everything in their topics. */
export function preloaded({ env }, { guarantee, commitMs, count, workers = 2, partitions = 4 }) {
  const args = [at('preloaded-promo.mjs'), count, commitMs, workers, guarantee, partitions].map(String)
  return JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
}

export function producing({ brokers }, mode, count) {
  return JSON.parse(execFileSync(process.execPath, [at('produce.mjs'), brokers.join(','), mode, String(count)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).recordsPerSecond
}
