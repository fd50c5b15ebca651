// What the live dashboard costs: the same run with it, in a pseudo-terminal, and without it, in turns.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../bin/run.js', import.meta.url))
const TICKS_A_SECOND = 100
/** CPU is counted between these shares of the run: neither seeding nor checks are the dashboard's. */
const [FROM, TO] = [0.2, 0.9]

/** Medians of `pairs` runs of each kind; `costCpu` is of one core, `costP99Ms` of `decision_latency`. */
export async function dashboard({ seconds = 30, pairs = 3, columns = 80, rows = 24 } = {}) {
  const runs = { with: [], without: [] }
  for (let pair = 0; pair < pairs; pair++) {
    // Turns change places, so that whatever grows warmer or fuller meets both alike.
    const order = pair % 2 === 0 ? ['with', 'without'] : ['without', 'with']
    for (const kind of order) runs[kind].push(await oneRun(kind === 'with', { seconds, columns, rows }))
  }
  const figure = (kind, name) => median(runs[kind].map((run) => run[name]))
  const named = (name) => ({ [`${name}With`]: round(figure('with', name)), [`${name}Without`]: round(figure('without', name)) })
  return {
    ...named('mainThreadCpu'),
    ...named('p50Ms'),
    ...named('p99Ms'),
    costCpu: round(figure('with', 'mainThreadCpu') - figure('without', 'mainThreadCpu')),
    costP99Ms: round(figure('with', 'p99Ms') - figure('without', 'p99Ms')),
    p99MsOfEach: [...runs.with, ...runs.without].map(({ p99Ms }) => p99Ms),
  }
}

/** Both in a pseudo-terminal: one draws on it, the other prints plain lines. */
async function oneRun(isShown, { seconds, columns, rows }) {
  const dir = join(mkdtempSync(join(tmpdir(), 'promo-dashboard-')), 'run')
  const args = ['simulate', 'flash-sale', '--no-faults', '--duration', `${seconds}s`, '--out', dir, ...(isShown ? [] : ['--no-ui'])]
  const command = `stty columns ${columns} rows ${rows}; exec ${[process.execPath, BIN, ...args].map((word) => `'${word}'`).join(' ')}`
  const child = spawn('script', ['-qfec', command, '/dev/null'], { stdio: ['pipe', 'ignore', 'ignore'], env: { ...process.env, TERM: 'xterm-256color' } })
  const closed = new Promise((resolve) => child.once('close', resolve))
  const mainThreadCpu = await cpuOfTraffic(child.pid, dir, seconds)
  await closed
  const { metrics } = JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8'))
  rmSync(join(dir, '..'), { recursive: true })
  const { med, 'p(99)': p99Ms } = metrics.decision_latency.values
  return { mainThreadCpu, p50Ms: med, p99Ms }
}

/** Share of a core that the main thread took while traffic went on. */
async function cpuOfTraffic(scriptPid, dir, seconds) {
  while (!exists(join(dir, 'sent.json'))) await sleep(20)
  const [pid] = readFileSync(`/proc/${scriptPid}/task/${scriptPid}/children`, 'utf8').trim().split(' ')
  await sleep(FROM * seconds * 1000)
  const [began, before] = [performance.now(), ticksOf(pid)]
  await sleep((TO - FROM) * seconds * 1000)
  return (ticksOf(pid) - before) / TICKS_A_SECOND / ((performance.now() - began) / 1000)
}

/** The main thread has the process's own number. */
function ticksOf(pid) {
  const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return Number(fields[11]) + Number(fields[12])
}

function exists(path) {
  try {
    readFileSync(path)
    return true
  } catch {
    return false
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const round = (value) => Math.round(value * 10_000) / 10_000
