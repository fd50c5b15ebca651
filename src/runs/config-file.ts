import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { DURATION_RULE, parseDuration } from '../engine/kernel/durations.ts'
import { type ConfiguredFields, configureScenarios } from '../scenarios/configured.ts'
import { parseRate, RATE_RULE } from '../scenarios/units.ts'
import { configureHome } from './folders/home.ts'
import { didYouMean, UserError } from './user-error.ts'

const FILE = 'promo.config.yaml'

interface Setting {
  readonly rule: string
  readonly example: string
  readonly holds: (value: unknown) => boolean
  /** What it says below every scenario. */
  readonly fields?: (value: unknown) => ConfiguredFields
}

const isWhole = (max: number) => (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= max
const isText = (value: unknown) => typeof value === 'string' && value !== ''
const isRate = (value: unknown) => (parseRate(String(value)) ?? 0) > 0
const isSeed = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0

/** What a config file can say: where runs are kept, and what a scenario gets that does not say it itself. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  home: { rule: 'the folder in which runs are kept', example: 'home: ../promo-runs', holds: isText },
  rate: { rule: `${RATE_RULE}; more than 0`, example: 'rate: 2k', holds: isRate, fields: (rate) => ({ traffic: { shape: { kind: 'constant', rate: rate as string } } }) },
  duration: { rule: DURATION_RULE, example: 'duration: 30s', holds: (value) => (parseDuration(String(value)) ?? 0) >= 100, fields: (duration) => ({ duration: duration as string }) },
  seed: { rule: 'a whole number from 0 to 2^53 − 1', example: 'seed: 7', holds: isSeed, fields: (seed) => ({ seed: seed as number }) },
  skus: { rule: 'a whole number from 1 to 5000000', example: 'skus: 500', holds: isWhole(5_000_000), fields: (skus) => ({ catalog: { skus: skus as number } }) },
  stores: { rule: 'a whole number from 1 to 10000', example: 'stores: 4', holds: isWhole(10_000), fields: (stores) => ({ catalog: { stores: stores as number } }) },
  catalog: { rule: 'a CSV file', example: 'catalog: catalog.csv', holds: isText, fields: (file) => ({ catalog: { file: resolve(file as string) } }) },
}

/** Applies promo.config.yaml of the current folder, if there is one. */
export async function loadConfig(): Promise<void> {
  if (!existsSync(FILE)) return
  const [{ ScenarioDocument }, { readScenarioText }] = await Promise.all([import('../scenarios/file/document.ts'), import('../scenarios/file/read-text.ts')])
  const document = new ScenarioDocument(readScenarioText(FILE), FILE, process.env)
  const written = Object.entries(document.value ?? {})
  for (const [name, value] of written) {
    const place = document.placeOfKey([], name)
    if (!Object.hasOwn(SETTINGS, name)) throw unknownSetting(name, place)
    const { rule, example, holds } = SETTINGS[name]
    if (!holds(value)) throw refusal('bad_value', `${name} cannot be ${document.sourceAt([name])}`, place, document.sourceAt([name]), rule, `write for example ${example}`)
    if (name === 'home') configureHome(value as string)
  }
  configureScenarios(fieldsOf(written))
}

function fieldsOf(written: readonly (readonly [string, unknown])[]): ConfiguredFields {
  const parts = written.map(([name, value]) => SETTINGS[name].fields?.(value) ?? {})
  const catalog = Object.assign({}, ...parts.map((part) => part.catalog))
  return { ...Object.assign({}, ...parts), ...(Object.keys(catalog).length > 0 && { catalog }) }
}

function unknownSetting(name: string, place: string): UserError {
  const names = Object.keys(SETTINGS)
  return refusal('unknown_field', `there is no setting "${name}"`, place, name, `settings: ${names.join(', ')}`, didYouMean(name, names) || 'remove it')
}

function refusal(code: string, message: string, place: string, value: string | undefined, rule: string, fix: string): UserError {
  return new UserError({ code, message, place, value, rule, fix, exitCode: 104 })
}
