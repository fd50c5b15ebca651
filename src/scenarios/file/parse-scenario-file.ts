import { basename, extname } from 'node:path'
import { UserError } from '../../engine/kernel/user-error.ts'
import { mergeScenarioFiles } from '../resolve/merge.ts'
import type { Path, Refuse } from '../resolve/problem.ts'
import { resolvePolicy } from '../resolve/policy.ts'
import { resolvePromotions } from '../resolve/promotions.ts'
import { resolveFile } from '../resolve/scenario.ts'
import type { Scenario } from '../scenario.ts'
import { ScenarioDocument } from './document.ts'
import { written } from './explain.ts'
import { type Environment, type Layer, readLayers } from './layers.ts'
import { readScenarioText } from './read-text.ts'
import type { ScenarioFile } from './schema.ts'

/** A text from a scenario file and where it stands. */
export interface Placed {
  readonly text: string
  readonly place: string
}

/** Grammars of other rooms. Each throws a UserError that names the place. */
export interface FileChecks {
  readonly validateFault?: (fault: string, place: string) => void
  readonly validateThreshold?: (threshold: string, place: string) => void
  /** What only all faults together show: past the end, two at once on one target. */
  readonly validateTimeline?: (faults: readonly Placed[], durationMs: number) => void
  /** For `${NAME}`; the process's own by default. */
  readonly environment?: Environment
}

/** Reads a YAML or JSON scenario with all that it extends. Every mistake is a UserError with file:line:column. */
export function parseScenarioFile(file: string, checks: FileChecks = {}): Scenario {
  const layers = readLayers(file, checks.environment ?? process.env)
  const merged = layers.map((layer) => layer.file).reduceRight((base, over) => mergeScenarioFiles(base, over), {} as ScenarioFile)
  const scenario = resolveFile({ ...merged, name: layers[0].file.name }, nameOf(file), refuseIn(layers))
  checkTexts(layers, scenario, checks)
  return scenario
}

/** The rules of a file, on top of a scenario's; what else the file says is not looked at. Promotions null: it has none to replace them. */
export function parseRules(file: string, scenario: Scenario): Pick<Scenario, 'policy'> & { readonly promotions: Scenario['promotions'] | null } {
  refuseNoRules(file, (new ScenarioDocument(readScenarioText(file), file, process.env).value ?? null) !== null)
  const layers = readLayers(file, process.env)
  const { policy = {}, promotions } = layers.map((layer) => layer.file).reduceRight((base, over) => mergeScenarioFiles(base, over), {} as ScenarioFile)
  refuseNoRules(file, Object.keys(policy).length > 0 || promotions !== undefined)
  return { policy: resolvePolicy(policy, scenario.policy), promotions: promotions ? resolvePromotions(promotions, scenario, refuseIn(layers)) : null }
}

function refuseNoRules(file: string, hasRules: boolean): void {
  if (hasRules) return
  throw new UserError({ code: 'no_rules', message: 'this file has no rules', place: file, rule: 'rules are policy, promotions, or both', fix: 'write for example policy: { floorMarginBps: 3500 }', exitCode: 104 })
}

/** `My Sale.yaml` is the scenario `my-sale`. */
function nameOf(file: string): string {
  const words = basename(file, extname(file)).toLowerCase().match(/[a-z0-9]+/g)
  return words?.join('-') ?? 'scenario'
}

/** Points at the outermost layer that says something about the path, or names the field of a built-in scenario that does. */
function refuseIn(layers: readonly Layer[]): Refuse {
  return (path, problem) => {
    const parent = layers.findLast(({ file }) => file.extends !== undefined)?.file.extends
    const isInherited = parent !== undefined && path.length > 0 && !layers.some(({ document }) => document?.has(path))
    if (!isInherited) throw new UserError({ ...problem, place: placeIn(layers, path), exitCode: 104 })
    throw new UserError({ ...problem, message: `${written(path)} of ${parent}: ${problem.message}`, place: placeIn(layers, ['extends']), exitCode: 104 })
  }
}

function placeIn(layers: readonly Layer[], path: Path): string {
  const documents = layers.flatMap(({ document }) => document ?? [])
  return (documents.find((document) => document.has(path)) ?? documents[0]).placeOf(path)
}

function checkTexts(layers: readonly Layer[], scenario: Scenario, { validateFault, validateThreshold, validateTimeline }: FileChecks): void {
  for (const { file, document } of layers) {
    file.thresholds?.forEach((threshold, index) => {
      const path = ['thresholds', index, ...(typeof threshold === 'string' ? [] : ['threshold'])]
      if (document) validateThreshold?.(typeof threshold === 'string' ? threshold : threshold.threshold, document.placeOf(path))
    })
  }
  const faults = scenario.faults.map((text, index) => ({ text, place: placeIn(layers, ['faults', index]) }))
  for (const { text, place } of faults) validateFault?.(text, place)
  validateTimeline?.(faults, scenario.durationMs)
}
