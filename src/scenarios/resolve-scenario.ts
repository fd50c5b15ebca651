import { existsSync } from 'node:fs'
import { nearestWord } from '../engine/kernel/nearest-word.ts'
import { UserError } from '../engine/kernel/user-error.ts'
import { BUILT_IN_SCENARIOS } from './built-in/registry.ts'
import type { FileChecks } from './file/parse-scenario-file.ts'
import { applyOverrides, type ScenarioOverrides } from './overrides.ts'
import type { ScaleFault } from './reshape.ts'
import { resolveFile } from './resolve/scenario.ts'
import type { Scenario } from './scenario.ts'

export interface ResolveOptions extends FileChecks {
  readonly overrides?: ScenarioOverrides
  /** Needed where a duration changes and the scenario has faults. */
  readonly scaleFault?: ScaleFault
}

/** A built-in scenario by its name, or one from a YAML or JSON file, with the flags on top. */
export async function resolveScenario(nameOrFile: string, { overrides = {}, scaleFault = cannotScale, ...checks }: ResolveOptions = {}): Promise<Scenario> {
  const scenario = Object.hasOwn(BUILT_IN_SCENARIOS, nameOrFile) ? builtInScenario(nameOrFile) : await scenarioFromFile(nameOrFile, checks)
  return applyOverrides(scenario, overrides, scaleFault)
}

/** One of ours; they are known to be in order, so neither zod nor yaml is loaded for them. */
export function builtInScenario(name: string): Scenario {
  return resolveFile(BUILT_IN_SCENARIOS[name], name, (path, { message }) => {
    throw new Error(`the built-in scenario ${name} is wrong at ${path.join('.')}: ${message}`)
  })
}

async function scenarioFromFile(file: string, checks: FileChecks): Promise<Scenario> {
  if (!looksLikeFile(file) && !existsSync(file)) throw unknownScenario(file)
  const { parseScenarioFile } = await import('./file/parse-scenario-file.ts')
  return parseScenarioFile(file, checks)
}

const looksLikeFile = (text: string): boolean => /[/\\]|\.(ya?ml|json)$/i.test(text)

function unknownScenario(name: string): UserError {
  const names = Object.keys(BUILT_IN_SCENARIOS)
  const near = nearestWord(name, names)
  return new UserError({
    code: 'unknown_scenario',
    message: `there is no scenario "${name}"`,
    place: '<scenario>',
    value: name,
    rule: `a scenario is one of ${names.join(', ')}, or a YAML or JSON file`,
    fix: near ? `did you mean "${near}"?` : 'see `promo list`',
    exitCode: 2,
  })
}

const cannotScale: ScaleFault = () => {
  throw new Error('a scenario with faults was scaled without scaleFault')
}
