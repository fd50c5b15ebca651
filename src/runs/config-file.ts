import { existsSync } from 'node:fs'
import { configureHome } from './folders/home.ts'
import { didYouMean, UserError } from './user-error.ts'

const FILE = 'promo.config.yaml'

/** What a config file can say. A setting that belongs to a scenario stands in the scenario, which would win anyway. */
const SETTINGS: Readonly<Record<string, { readonly rule: string; readonly example: string; readonly apply: (value: unknown) => boolean }>> = {
  home: {
    rule: 'the folder in which runs are kept',
    example: 'home: ../promo-runs',
    apply: (value) => typeof value === 'string' && value !== '' && configureHome(value),
  },
}

/** Applies promo.config.yaml of the current folder, if there is one. */
export async function loadConfig(): Promise<void> {
  if (!existsSync(FILE)) return
  const [{ ScenarioDocument }, { readScenarioText }] = await Promise.all([import('../scenarios/file/document.ts'), import('../scenarios/file/read-text.ts')])
  const document = new ScenarioDocument(readScenarioText(FILE), FILE, process.env)
  for (const [name, value] of Object.entries(document.value ?? {})) {
    const place = document.placeOfKey([], name)
    if (!Object.hasOwn(SETTINGS, name)) throw unknownSetting(name, place)
    const { rule, example, apply } = SETTINGS[name]
    if (!apply(value)) throw refusal('bad_value', `${name} cannot be ${document.sourceAt([name])}`, place, document.sourceAt([name]), rule, `write for example ${example}`)
  }
}

function unknownSetting(name: string, place: string): UserError {
  const names = Object.keys(SETTINGS)
  return refusal('unknown_field', `there is no setting "${name}"`, place, name, `settings: ${names.join(', ')}`, didYouMean(name, names) || 'remove it')
}

function refusal(code: string, message: string, place: string, value: string | undefined, rule: string, fix: string): UserError {
  return new UserError({ code, message, place, value, rule, fix, exitCode: 104 })
}
