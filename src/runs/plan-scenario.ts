import { randomInt } from 'node:crypto'
import { statSync } from 'node:fs'
import { readCatalog } from '../adapters/files/catalog-csv.ts'
import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import { parseFault } from '../faults/parse.ts'
import { type FaultSetting, planFaults } from '../faults/plan.ts'
import type { Origin } from '../faults/refusal.ts'
import { scaleFault } from '../faults/scale.ts'
import { parseThreshold } from '../reports/thresholds/parse.ts'
import type { Taggable } from '../reports/thresholds/threshold.ts'
import { catalogPath, FIXTURE_CATALOG } from '../scenarios/catalog-file.ts'
import type { Placed } from '../scenarios/file/parse-scenario-file.ts'
import type { ScenarioOverrides } from '../scenarios/overrides.ts'
import { planOf } from '../scenarios/plan.ts'
import { resolveScenario } from '../scenarios/resolve-scenario.ts'
import { FEEDS, type Scenario } from '../scenarios/scenario.ts'
import { UserError } from './user-error.ts'
import { type RunKind, workersOfRun } from './workers-of-run.ts'

export type { ScenarioOverrides }

// Measured on the built-in scenarios: an event with its decision, a SKU's record, a SKU in a store with its prices.
const BYTES_PER_EVENT = 450
const BYTES_PER_SKU = 500
const BYTES_PER_ITEM = 700
const BOLT_NAMES = Object.keys(BOLTS)
const TAGGABLE: Taggable = { kinds: FEEDS, bolts: BOLT_NAMES }
const FAULT_FLAG: Origin = { place: '--fault', exitCode: 2 }
const THRESHOLD_FLAG: Origin = { place: '--threshold', exitCode: 2 }

/**
 * The scenario as it will run: by name or file, with what the flags say on top. Every mistake is a UserError. Where it is
 * not known on what, faults of either target will do.
 */
export async function planScenario(nameOrFile: string, overrides: ScenarioOverrides = {}, on?: RunKind): Promise<Scenario> {
  for (const fault of overrides.faults ?? []) parseFault(fault, FAULT_FLAG)
  for (const threshold of overrides.thresholds ?? []) parseThreshold(threshold, THRESHOLD_FLAG, TAGGABLE)
  refuseNoTime(overrides.stages)
  const scenario = await resolveScenario(nameOrFile, {
    overrides: { ...overrides, seed: overrides.seed === 'random' ? drawSeed() : overrides.seed },
    scaleFault: (fault, factor) => scaleFault(fault, factor),
    validateFault: (fault, place) => parseFault(fault, { place, exitCode: 104 }),
    validateThreshold: (threshold, place) => parseThreshold(threshold, { place, exitCode: 104 }, TAGGABLE),
    validateTimeline: checkWrittenTimeline,
  })
  refuseAborting(scenario)
  refuseMissingCatalog(scenario, overrides)
  checkTimeline(scenario.faults, scenario.durationMs, overrides.faults ? FAULT_FLAG : { place: `the faults of ${nameOrFile}`, exitCode: 104 }, on && { runTarget: on.target, workers: workersOfRun(on, scenario.partitions) })
  return { ...scenario, catalog: { ...scenario.catalog, skus: await countSkus(scenario.catalog) } }
}

/** As many as there are: a file of one's own is read to its end, so that its mistakes are told before anything is begun. */
async function countSkus({ file, skus }: Scenario['catalog']): Promise<number> {
  if (file === null || file === FIXTURE_CATALOG) return skus
  return (await readCatalog(file, { skusMax: skus })).length
}

/** Bytes that the run will write, about: what its events take in the log, and the seeded catalogue. */
export function estimateDiskBytes(scenario: Scenario): number {
  const { skus, stores } = scenario.catalog
  return planOf(scenario).total * BYTES_PER_EVENT + skus * (BYTES_PER_SKU + stores.length * BYTES_PER_ITEM)
}

/** 48 bits: any JSON reader keeps them exactly. */
const drawSeed = (): string => String(randomInt(2 ** 48 - 1))

/** What only all faults together show: one past the end of this run, two at once on one target. */
function checkTimeline(faults: readonly string[], durationMs: number, origin: Origin, run?: Pick<FaultSetting, 'runTarget' | 'workers'>): void {
  const specs = faults.map((fault) => parseFault(fault, origin))
  planFaults(specs, { ...origin, durationMs, bolts: BOLT_NAMES, feeds: FEEDS, ...run })
}

/** The same for a file; the answer names the line of the first fault that does not fit to those before it. */
function checkWrittenTimeline(faults: readonly Placed[], durationMs: number): void {
  const texts = faults.map(({ text }) => text)
  const check = (count: number) => checkTimeline(texts.slice(0, count), durationMs, { place: faults[count - 1]?.place ?? '', exitCode: 104 })
  try {
    check(faults.length)
  } catch {
    for (const index of faults.keys()) check(index + 1)
  }
}

function refuseNoTime(stages: ScenarioOverrides['stages']): void {
  if (!stages || stages.some(({ durationMs }) => durationMs > 0)) return
  const rule = 'stages last more than 0 ms together'
  throw new UserError({ code: 'no_time', message: 'the stages last no time', place: '--stage', value: '0s', rule, fix: 'write for example --stage 30s:20000', exitCode: 2 })
}

/** Understood in files already, so that they need not change; a threshold that silently does not abort would be worse than none. */
function refuseAborting({ abortOnFail }: Scenario): void {
  if (abortOnFail.length === 0) return
  const rule = 'thresholds are judged at the end of the run'
  throw new UserError({ code: 'threshold_not_there_yet', message: 'abortOnFail is not there yet', place: 'thresholds', value: abortOnFail[0].threshold, rule, fix: 'leave abortOnFail out', exitCode: 104 })
}

/** In the words of the flag or the field that names it. */
function refuseMissingCatalog({ catalog: { file } }: Scenario, overrides: ScenarioOverrides): void {
  if (file === null || statSync(catalogPath(file), { throwIfNoEntry: false })?.isFile()) return
  const [place, exitCode] = overrides.catalog === undefined ? (['catalog.file', 104] as const) : (['--catalog', 2] as const)
  throw new UserError({ code: 'no_catalog', message: `there is no file ${file}`, place, value: file, rule: 'a CSV file', fix: 'check its name', exitCode })
}
