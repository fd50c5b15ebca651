// node bench/replay.mjs [identical speed long] [--events 1000000] [--long-events 10000000]: figures of promo replay, as a
// table on stderr and as JSON on stdout. Recordings are made in a temporary folder and deleted; the long one takes 5 GB.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
async function record(name, events) {
  const runDir = join(home, name)
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
  const { dir } = await record('identical', events)
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
  const { dir } = await record('speed', events)
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

/** From a closed folder to the first batch of every partition, by offsets and times all over the recording. */
function seekIn(dir) {
  const probe = Recording.open(dir)
  const [begins, ends] = [probe.beginsAt(), probe.endsAt()]
  const last = Math.min(...probe.partitions.map((partition) => probe.index(partition).last().nextOffset))
  const targets = Array.from({ length: SEEKS }, (_, n) => (n % 2 ? `@${Math.round(begins + ((ends - begins) * n) / SEEKS)}` : String(Math.round((last * n) / SEEKS))))
  const times = targets.map((text) => {
    const beganAt = performance.now()
    const recording = Recording.open(dir)
    const spans = spansOf(recording, { from: [parseOffset(text, '--from')], to: [], topic: null })
    for (const [partition, { from }] of spans.entries()) recording.batches(partition, from).next()
    return performance.now() - beganAt
  })
  return { seekMs: round(median(times), 1), seekMsMax: round(Math.max(...times), 1) }
}

/** A replay as a user starts it: wall time from the command to its end, and memory on the way. */
async function command(...args) {
  const out = join(home, 'out')
  const beganAt = performance.now()
  const child = spawn(process.execPath, [BIN, 'replay', ...args, '--out', out, '--quiet', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
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

async function long({ longEvents: events }) {
  const { dir } = await record('long', events)
  const seeks = seekIn(dir)
  const full = await command(dir)
  const rules = [3200, 3500].map((floorMarginBps) => {
    const file = join(home, `floor-${floorMarginBps}.yaml`)
    writeFileSync(file, `policy: { floorMarginBps: ${floorMarginBps} }\n`)
    return file
  })
  const diffs = []
  for (const file of rules) diffs.push(await command(dir, '--rules', file, '--diff'))
  rmSync(dir, { recursive: true })
  // The first quarter fills what is filled once: code, buffers, the state of the catalogue.
  const settled = full.rssMb.slice(Math.floor(full.rssMb.length / 4), Math.floor(full.rssMb.length / 2))
  return {
    events,
    ...seeks,
    fullSeconds: round(full.seconds, 1),
    verdict: full.document.verdict,
    identical: full.document.replay.identical,
    replayPerSecond: full.document.replay.eventsPerSecond,
    peakRssMb: Math.max(...full.rssMb),
    peakOverSecondQuarter: round(Math.max(...full.rssMb) / Math.max(...settled)),
    twoRuleSetsSeconds: round(sum(diffs.map(({ seconds }) => seconds)), 1),
    skusMoved: diffs.map(({ document }) => document.diff.skusMoved).join(', '),
  }
}

const BENCHES = { identical, speed, long }
const { values, positionals } = parseArgs({ allowPositionals: true, options: { events: { type: 'string', default: '1000000' }, 'long-events': { type: 'string', default: '10000000' } } })
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES)
const unknown = names.find((name) => !Object.hasOwn(BENCHES, name))
if (unknown) {
  process.stderr.write(`there is no bench ${unknown}; there are ${Object.keys(BENCHES).join(', ')}\n`)
  process.exit(2)
}
const figures = {}
try {
  for (const name of names) {
    process.stderr.write(`${name} …\n`)
    figures[name] = await BENCHES[name]({ events: Number(values.events), longEvents: Number(values['long-events']) })
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}
process.stderr.write('\n| bench | figure | value |\n|---|---|---|\n')
for (const [name, rows] of Object.entries(figures)) for (const [figure, value] of Object.entries(rows)) process.stderr.write(`| ${name} | ${figure} | ${value.toLocaleString('en')} |\n`)
process.stdout.write(`${JSON.stringify(figures, null, 1)}\n`)
