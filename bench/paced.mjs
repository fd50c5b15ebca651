// The CLI as a user runs it, in a process of its own, and what its document says.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../bin/run.js', import.meta.url))

const sizeOf = (path) => (statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : statSync(path).size)
const residentMb = (pid) => {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024)
  } catch {
    return null
  }
}

/** `promo simulate …args`: its document, times from outside, disk, and RSS by second. */
export async function paced(args) {
  const dir = join(mkdtempSync(join(tmpdir(), 'promo-paced-')), 'run')
  const began = performance.now()
  const child = spawn(process.execPath, [BIN, 'simulate', ...args, '--out', dir, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr, readyAt, checkingAt] = ['', '', null, null]
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => {
    stderr += chunk
    if (checkingAt === null && /draining|checking/.test(stderr)) checkingAt = performance.now() - began
  })
  // The generator writes sent.json when every seeded price can be read, just before traffic begins.
  const watch = setInterval(() => (readyAt ??= existsSync(join(dir, 'sent.json')) ? performance.now() - began : null), 5)
  const rss = []
  const timer = setInterval(() => rss.push(residentMb(child.pid)), 1000)
  const exitCode = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(timer)
  clearInterval(watch)
  const totalMs = performance.now() - began
  const document = JSON.parse(stdout)
  const disk = sizeOf(dir)
  rmSync(join(dir, '..'), { recursive: true })
  const value = (name, of) => document.metrics[name]?.values[of] ?? null
  return {
    verdict: document.verdict,
    exitCode,
    readyMs: Math.round(readyAt ?? NaN),
    achievedRatio: value('achieved_ratio', 'value'),
    p50Ms: value('decision_latency', 'med'),
    p99Ms: value('decision_latency', 'p(99)'),
    p999Ms: value('decision_latency', 'p(99.9)'),
    maxMs: value('decision_latency', 'max'),
    recoveryMs: document.faults[0]?.recoveryMs ?? null,
    decisionsPerSecond: Math.round(value('decisions', 'rate')),
    diskMb: Math.round(disk / 1e6),
    verdictAfterTrafficMs: checkingAt === null ? null : Math.round(totalMs - checkingAt),
    totalMs: Math.round(totalMs),
    rssMb: rss,
  }
}

/** Whole-process time of `promo --help`: the median of several. */
export async function helpMs(runs = 9) {
  const times = []
  for (let run = 0; run < runs; run++) {
    const began = performance.now()
    await new Promise((resolve) => spawn(process.execPath, [BIN, '--help'], { stdio: 'ignore' }).once('close', resolve))
    times.push(performance.now() - began)
  }
  return Math.round(times.sort((a, b) => a - b)[Math.floor(runs / 2)])
}
