// The pipeline as fast as it goes: generator, two pipeline threads and a reader, the log on disk, nothing left out.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCatalog } from '../dist/adapters/files/catalog-csv.js'
import { LiveRun } from '../dist/runs/live-run.js'
import { catalogPath } from '../dist/scenarios/catalog-file.js'
import { builtInScenario } from '../dist/scenarios/resolve-scenario.js'

/** One store a SKU, sales 70, inventory 20, cost 5, competitor 5 %, no schedules: one decision an event. */
export function peersMix(scenario) {
  const mix = { demand: 0, sales: 0.7, inventory: 0.2, competitor: 0.05, cost: 0.05, rules: 0 }
  const policy = { ...scenario.policy, competitor: { ...scenario.policy.competitor, decisionsPerSecond: 1_000_000 } }
  const promotions = scenario.promotions.filter(({ startsAt, endsAt }) => startsAt === undefined && endsAt === undefined)
  return { ...scenario, policy, promotions, traffic: { ...scenario.traffic, mix }, catalog: { ...scenario.catalog, stores: ['S01'] } }
}

export function flashSale(seconds) {
  const scenario = builtInScenario('flash-sale')
  return { ...scenario, durationMs: seconds * 1000, faults: [], traffic: { ...scenario.traffic, shape: { kind: 'constant', rate: 20_000 }, readShare: 0.001 } }
}

const residentKb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1])

/** Runs the scenario unpaced; events and decisions a second of traffic, and memory. */
export async function unthrottled(scenario) {
  const runDir = mkdtempSync(join(tmpdir(), 'promo-bench-'))
  const skus = scenario.catalog.file ? await readCatalog(catalogPath(scenario.catalog.file)) : null
  const before = residentKb()
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, residentKb())), 100)
  try {
    const live = await new LiveRun({ scenario, runDir, skus, plan: [], paced: false, signal: new AbortController().signal }).run()
    const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0)
    const decisions = live.pipelines.reduce((total, { counts }) => total + (counts.decisions ?? 0), 0)
    const seconds = live.generator.trafficMs / 1000
    const items = scenario.catalog.skus * scenario.catalog.stores.length
    return {
      events: sum(live.generator.sent),
      eventsPerSecond: Math.round(sum(live.generator.sent) / seconds),
      decisionsPerSecond: Math.round(decisions / seconds),
      readyMs: Math.round(live.readyMs),
      peakRssMb: Math.round(peak / 1024),
      bytesPerItem: Math.round(((peak - before) * 1024) / items),
    }
  } finally {
    clearInterval(timer)
    rmSync(runDir, { recursive: true, force: true })
  }
}
