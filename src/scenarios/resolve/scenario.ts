import { configuredFields } from '../configured.ts'
import { type CompleteFile, SCENARIO_DEFAULTS } from '../defaults.ts'
import type { ScenarioFile } from '../file/schema.ts'
import { FEEDS, type FeedKind, type Scenario } from '../scenario.ts'
import { mergeThresholds } from '../thresholds.ts'
import { resolveFault } from './fault.ts'
import { mergeScenarioFiles } from './merge.ts'
import { resolvePolicy } from './policy.ts'
import { durationOf, type Refuse, timeInRun } from './problem.ts'
import { resolvePromotions } from './promotions.ts'
import { resolveShape } from './shape.ts'
import { resolveStart } from './start.ts'

/** Written fields become a run: defaults are filled in, durations are milliseconds, times are moments. */
export function resolveFile(file: ScenarioFile, fileName: string, refuse: Refuse): Scenario {
  const configured = configuredFields()
  const complete = mergeScenarioFiles(mergeScenarioFiles(SCENARIO_DEFAULTS, configured), file) as CompleteFile
  const written = { ...file, traffic: { ...file.traffic, shape: file.traffic?.shape ?? configured.traffic?.shape } }
  const { shape, durationMs } = resolveShape(written, complete.duration, refuse)
  const startsAt = resolveStart(complete, refuse)
  return {
    schemaVersion: 1,
    name: file.name ?? fileName,
    summary: file.summary ?? '',
    seed: String(complete.seed),
    durationMs,
    startsAt,
    timeZone: complete.timeZone,
    partitions: complete.partitions,
    catalog: resolveCatalog(complete.catalog),
    traffic: { ...resolveTraffic(complete.traffic, durationMs, refuse), shape },
    admission: complete.admission && { lagMaxMs: durationOf(complete.admission.lagMax) },
    promotions: resolvePromotions(complete.promotions, { startsAt, durationMs }, refuse),
    policy: resolvePolicy(complete.policy),
    faults: complete.faults.map(resolveFault),
    ...resolveThresholds(complete.thresholds),
    latencyGateMs: durationOf(complete.latencyGate),
  }
}

/** `S01`, `S02`, … */
export function storeNames(count: number): readonly string[] {
  const digits = Math.max(2, String(count).length)
  return Array.from({ length: count }, (_, index) => `S${String(index + 1).padStart(digits, '0')}`)
}

function resolveCatalog({ stores, ...catalog }: CompleteFile['catalog']): Scenario['catalog'] {
  return { ...catalog, stores: typeof stores === 'number' ? storeNames(stores) : stores }
}

function resolveTraffic(traffic: CompleteFile['traffic'], durationMs: number, refuse: Refuse): Omit<Scenario['traffic'], 'shape'> {
  const { zipf, mix, readShare, undercutShare, cost, sourceDelay } = traffic
  const { at, ...jump } = cost.shock ?? { at: '0s', upBps: 0, skuShare: 0 }
  const shock = cost.shock && { ...jump, atMs: timeInRun(at, durationMs, ['traffic', 'cost', 'shock', 'at'], refuse) }
  return {
    zipf,
    mix: Object.fromEntries(FEEDS.map((kind) => [kind, mix[kind] ?? 0])) as Record<FeedKind, number>,
    readShare,
    undercutShare,
    cost: { stepBps: cost.stepBps, shock },
    sourceDelayMs: durationOf(sourceDelay),
  }
}

/** One of the same subject replaces an earlier one, and with it its order to abort. */
function resolveThresholds(files: CompleteFile['thresholds']): Pick<Scenario, 'thresholds' | 'abortOnFail'> {
  const entries = files.map((file) => (typeof file === 'string' ? { threshold: file } : file))
  const thresholds = mergeThresholds([], entries.map(({ threshold }) => threshold))
  const aborting = entries.filter(({ threshold, abortOnFail }) => abortOnFail && thresholds.includes(threshold))
  return {
    thresholds,
    abortOnFail: aborting.map(({ threshold, delayAbortEval = '0s' }) => ({ threshold, delayMs: durationOf(delayAbortEval) })),
  }
}
