// Ten times the traffic for a minute, with admission control: what was offered, accepted and rejected, to the event; the
// lag afterwards; and memory.
//
//     node bench/admission.mjs [--rate 20000] [--limit 1s] [--seconds 60]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { nowS, RssSampler } from './rss.mjs'
import { BIN } from './stack/own-stack.mjs'

/** Heaps have grown to their working size by then. */
const BEFORE_S = 20
const AFTER_S = 30

const { values } = parseArgs({ options: { rate: { type: 'string', default: '20000' }, limit: { type: 'string', default: '1s' }, seconds: { type: 'string', default: '60' } } })
const [rate, seconds] = [Number(values.rate), Number(values.seconds)]
const home = mkdtempSync(join(tmpdir(), 'promo-admission-'))
try {
  process.stdout.write(`${JSON.stringify(await spike(), null, 1)}\n`)
} finally {
  rmSync(home, { recursive: true })
}

async function spike() {
  const [scenario, out] = [join(home, 'spike.yaml'), join(home, 'run')]
  writeFileSync(scenario, `extends: steady\nduration: ${BEFORE_S + seconds + AFTER_S}s\ntraffic:\n  shape: { kind: spike, rate: ${rate}, peak: ${10 * rate}, at: ${BEFORE_S}s, for: ${seconds}s }\n`)
  const run = spawn(process.execPath, [BIN, 'simulate', scenario, '--admission', values.limit, '--no-ui', '--out', out], { env: { ...process.env, PROMO_HOME: home }, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(run, 'close')
  const rss = new RssSampler(run.pid)
  const progress = []
  for await (const line of createInterface({ input: run.stdout })) progress.push({ atS: nowS(), line })
  const [exitCode] = await ended
  rss.stop()
  const startedAtS = startOf(progress)
  const [before, most] = [rss.maxMb(startedAtS + BEFORE_S / 2, startedAtS + BEFORE_S), rss.maxMb(startedAtS + BEFORE_S, startedAtS + BEFORE_S + seconds + AFTER_S)]
  return { rate, peak: 10 * rate, seconds, limit: values.limit, exitCode, ...outcome(out), lagNormalAfterS: lagNormal(progress, startedAtS), rssBeforeMb: before, rssMaxMb: most, rssRatio: Number((most / before).toFixed(2)) }
}

function secondOf({ line }) {
  return Number(/^\s*(\d+)s .*sent/.exec(line)?.[1])
}

/** When traffic began: a progress line begins with its second. */
function startOf(progress) {
  const first = progress.find((each) => secondOf(each) >= 1)
  return first.atS - secondOf(first)
}

/** Seconds from the end of the spike until the lag is at most a second of ordinary traffic; null: never. */
function lagNormal(progress, startedAtS) {
  const endS = startedAtS + BEFORE_S + seconds
  const normal = progress.find(({ atS, line }) => atS >= endS && Number(/lag ([\d,]+)/.exec(line)?.[1].replaceAll(',', '') ?? Infinity) <= rate)
  return normal ? Number((normal.atS - endS).toFixed(1)) : null
}

function outcome(out) {
  const { verdict, invariants, metrics } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))
  const count = (name) => metrics[name]?.values.count ?? 0
  const [planned, sent, rejected] = ['events_planned', 'events_sent', 'events_rejected'].map(count)
  const rejectedByKind = Object.fromEntries(Object.entries(metrics).filter(([name]) => name.startsWith('events_rejected{')).map(([name, { values }]) => [name, values.count]))
  const brokenInvariants = invariants.filter(({ status }) => status !== 'pass').map(({ name, status }) => `${name} (${status})`)
  return { verdict, planned, sent, accepted: count('events_accepted'), rejected, isExact: planned === count('events_accepted') + rejected, rejectedByKind, achieved: metrics.achieved_ratio.values.value, saturated: metrics.generator_saturated.values.value, brokenInvariants }
}
