// node bench/replay.mjs [identical speed seek middle full rules] [--events 1000000] [--long-events 10000000] [--recording dir]
// Figures of promo replay, as a table on stderr and as JSON on stdout. Recordings are made in a temporary folder and deleted.
// The long one, which all but the first two need, takes 5 GB and two minutes; with --recording it is kept there, and taken
// the next time, so that each part can be measured alone.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readCatalog } from '../dist/adapters/files/catalog-csv.js'
import { writeScenario } from '../dist/runs/fault-desk.js'
import { LiveRun } from '../dist/runs/live-run.js'
import { runLap } from '../dist/runs/replay/lap.js'
import { parseOffset } from '../dist/runs/replay/offsets.js'
import { prepareReplay } from '../dist/runs/replay/prepare-replay.js'
import { spansOf } from '../dist/runs/replay/range.js'
import { Recording } from '../dist/runs/replay/recording.js'
import { catalogPath } from '../dist/scenarios/catalog-file.js'
import { flashSale, unthrottled } from './unthrottled.mjs'

const BIN = fileURLToPath(new URL('../bin/run.js', import.meta.url))
const RATE = 20_000
const REPLAYS = 10
const SEEKS = 20
const PAIRS = 3
const home = mkdtempSync(join(tmpdir(), 'promo-bench-replay-'))
const sum = (values) => values.reduce((total, value) => total + value, 0)
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const round = (value, places = 3) => Math.round(value * 10 ** places) / 10 ** places

/** A run of so many events, made as fast as it goes; it ends with its traffic, and has no verdict. */
async function record(runDir, events) {
  const scenario = flashSale(events / RATE)
  mkdirSync(runDir, { recursive: true })
  writeScenario(runDir, scenario)
  const skus = scenario.catalog.file ? await readCatalog(catalogPath(scenario.catalog.file)) : null
  const live = await new LiveRun({ scenario, runDir, skus, plan: [], paced: false, signal: new AbortController().signal }).run()
  return { dir: runDir, eventsPerSecond: Math.round((sum(Object.values(live.generator.sent)) * 1000) / live.generator.trafficMs) }
}

const request = (source, out, changes = {}) => ({
  source, out, force: false, from: [], to: [], topics: null, keys: null, types: null, speed: 'max', maxGapMs: Infinity,
  isLoop: false, isCold: false, group: null, rules: null, isDiff: false, against: null, ...changes,
})

/** The replay alone, without the checks behind it: what is held against the unthrottled pipeline, which has none either. */
async function replayOnce(source) {
  const out = join(home, 'out')
  const prepared = prepareReplay(request(source, out))
  writeScenario(out, prepared.scenario)
  const lap = await runLap({ prepared, onProgress: () => {}, signal: new AbortController().signal }, out)
  rmSync(out, { recursive: true })
  const differing = lap.partitions.filter(({ difference }) => difference !== null).length
  return { decisionsSha256: lap.decisionsSha256, differing, eventsPerSecond: (sum(lap.partitions.map(({ events }) => events)) * 1000) / lap.elapsedMs }
}

async function identical({ events }) {
  const { dir } = await record(join(home, 'identical'), events)
  const replays = []
  for (let n = 0; n < REPLAYS; n++) replays.push(await replayOnce(dir))
  rmSync(dir, { recursive: true })
  return {
    events,
    replays: REPLAYS,
    digests: new Set(replays.map(({ decisionsSha256 }) => decisionsSha256)).size,
    partitionsNotAsRecorded: sum(replays.map(({ differing }) => differing)),
    eventsPerSecond: Math.round(median(replays.map(({ eventsPerSecond }) => eventsPerSecond))),
  }
}

/** In turns, so that a machine that others use as well is fair to both. */
async function speed({ events }) {
  const { dir } = await record(join(home, 'speed'), events)
  const pairs = []
  for (let n = 0; n < PAIRS; n++) pairs.push({ pipeline: (await unthrottled(flashSale(events / RATE))).eventsPerSecond, replay: (await replayOnce(dir)).eventsPerSecond })
  rmSync(dir, { recursive: true })
  return {
    events,
    unthrottledPerSecond: Math.round(median(pairs.map(({ pipeline }) => pipeline))),
    replayPerSecond: Math.round(median(pairs.map(({ replay }) => replay))),
    replayOverUnthrottled: round(median(pairs.map(({ pipeline, replay }) => replay / pipeline))),
  }
}

/** In the long recording: from a closed folder to the first batch of every partition, by offset, time and seq all over it. */
async function seek({ long }) {
  const { dir } = await long()
  const probe = Recording.open(dir)
  const ends = probe.partitions.map((partition) => probe.index(partition).last().nextOffset)
  const [begins, last, total] = [probe.beginsAt(), Math.min(...ends), sum(ends)]
  const shares = Array.from({ length: SEEKS }, (_, n) => (n + 0.5) / SEEKS)
  const kinds = {
    offset: (share) => String(Math.round(last * share)),
    time: (share) => `@${Math.round(begins + (probe.endsAt() - begins) * share)}`,
    seq: (share) => `seq:${Math.round(total * share)}`,
  }
  return Object.fromEntries(
    Object.entries(kinds).flatMap(([kind, written]) => {
      const times = shares.map((share) => seekMs(dir, written(share)))
      return [[`${kind}Ms`, round(median(times), 1)], [`${kind}MsMax`, round(Math.max(...times), 1)]]
    }),
  )
}

function seekMs(dir, text) {
  const beganAt = performance.now()
  const recording = Recording.open(dir)
  const spans = spansOf(recording, { from: [parseOffset(text, '--from')], to: [], topic: null })
  for (const [partition, { from }] of spans.entries()) recording.batches(partition, from).next()
  return performance.now() - beganAt
}

/** As a user has it: from the command to its answer, near the end of the long recording. */
async function middle({ long }) {
  const { dir } = await long()
  const replayed = await command('replay', dir, '--from', '@-5s')
  const sku = 'SKU-00042'
  const past = []
  for (const back of ['@-2s', '@-30s', '@-120s']) past.push(await command('state', dir, sku, '--at', back), await command('explain', dir, sku, '--at', back))
  return {
    replaySeconds: round(replayed.seconds, 1),
    identical: replayed.document.replay.identical,
    events: replayed.document.replay.events,
    takenOver: sum(replayed.document.replay.beganAt),
    stateSecondsMax: round(Math.max(...past.filter((_, n) => n % 2 === 0).map(({ seconds }) => seconds)), 1),
    explainSecondsMax: round(Math.max(...past.filter((_, n) => n % 2 === 1).map(({ seconds }) => seconds)), 1),
  }
}

/** A command as a user gives it: wall time to its end, and memory on the way. */
async function command(verb, ...args) {
  const out = join(home, 'out')
  const beganAt = performance.now()
  const child = spawn(process.execPath, [BIN, verb, ...args, ...(verb === 'replay' ? ['--out', out, '--quiet'] : []), '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const rssMb = []
  const timer = setInterval(() => rssMb.push(residentMb(child.pid)), 500)
  const document = JSON.parse((await child.stdout.setEncoding('utf8').toArray()).join(''))
  clearInterval(timer)
  rmSync(out, { recursive: true, force: true })
  if (document.error) throw new Error(`${document.error.code}: ${document.error.message}`)
  return { seconds: (performance.now() - beganAt) / 1000, rssMb: rssMb.filter((mb) => mb > 0), document }
}

function residentMb(pid) {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024)
  } catch {
    return 0
  }
}

/** The long recording decided again, every line of it held against the record. */
async function full({ long }) {
  const { dir, events } = await long()
  const { seconds, rssMb, document } = await command('replay', dir)
  // The first quarter fills what is filled once: code, buffers, the state of the catalogue.
  const settled = rssMb.slice(Math.floor(rssMb.length / 4), Math.floor(rssMb.length / 2))
  return {
    events,
    seconds: round(seconds, 1),
    verdict: document.verdict,
    identical: document.replay.identical,
    replayPerSecond: document.replay.eventsPerSecond,
    peakRssMb: Math.max(...rssMb),
    peakOverSecondQuarter: round(Math.max(...rssMb) / Math.max(...settled)),
  }
}

/** The long recording under two other rule sets, one after the other. */
async function rules({ long }) {
  const { dir } = await long()
  const replays = []
  for (const floorMarginBps of [3200, 3500]) {
    const file = join(home, `floor-${floorMarginBps}.yaml`)
    writeFileSync(file, `policy: { floorMarginBps: ${floorMarginBps} }\n`)
    replays.push(await command('replay', dir, '--rules', file, '--diff'))
  }
  const skusMoved = replays.map(({ document }) => document.diff.skusMoved).join(', ')
  return { seconds: round(sum(replays.map(({ seconds }) => seconds)), 1), skusMoved, peakRssMb: Math.max(...replays.flatMap(({ rssMb }) => rssMb)) }
}

const BENCHES = { identical, speed, seek, middle, full, rules }
const { values, positionals } = parseArgs({ allowPositionals: true, options: { events: { type: 'string', default: '1000000' }, 'long-events': { type: 'string', default: '10000000' }, recording: { type: 'string' } } })
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES)
const unknown = names.find((name) => !Object.hasOwn(BENCHES, name))
if (unknown) {
  process.stderr.write(`there is no bench ${unknown}; there are ${Object.keys(BENCHES).join(', ')}\n`)
  process.exit(2)
}
const longEvents = Number(values['long-events'])
const longDir = values.recording ? resolve(values.recording) : join(home, 'long')
const long = async () => ({ dir: longDir, events: longEvents, ...(existsSync(join(longDir, 'scenario.json')) ? {} : await record(longDir, longEvents)) })
const figures = {}
process.stderr.write('| bench | figure | value |\n|---|---|---|\n')
try {
  for (const name of names) {
    figures[name] = await BENCHES[name]({ events: Number(values.events), long })
    // Told at once: whoever ends it has what was measured by then.
    for (const [figure, value] of Object.entries(figures[name])) process.stderr.write(`| ${name} | ${figure} | ${value.toLocaleString('en')} |\n`)
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}
process.stdout.write(`${JSON.stringify(figures, null, 1)}\n`)
