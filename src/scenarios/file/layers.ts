import { existsSync, lstatSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import { UserError } from '../../engine/kernel/user-error.ts'
import { BUILT_IN_SCENARIOS } from '../built-in/registry.ts'
import { ScenarioDocument } from './document.ts'
import { explain } from './explain.ts'
import { readScenarioText } from './read-text.ts'
import { scenarioFile, type ScenarioFile } from './schema.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** One file of a chain of `extends`; a built-in scenario has no document. */
export interface Layer {
  readonly file: ScenarioFile
  readonly document?: ScenarioDocument
}

const SCHEMA_VERSION = 1

/** The file and what it extends, the file itself first. Each layer has passed the schema on its own. */
export function readLayers(file: string, environment: Environment, seen: readonly string[] = []): readonly Layer[] {
  const document = new ScenarioDocument(readScenarioText(file), file, environment)
  const layer = { file: withCatalogPath(validate(document), file), document }
  const parent = layer.file.extends
  if (parent === undefined) return [layer]
  if (Object.hasOwn(BUILT_IN_SCENARIOS, parent)) return [layer, { file: BUILT_IN_SCENARIOS[parent] }]
  const chain = [...seen, resolve(file)]
  return [layer, ...readLayers(parentFile(parent, file, chain, document.placeOf(['extends'])), environment, chain)]
}

function validate(document: ScenarioDocument): ScenarioFile {
  const { value, file } = document
  if (value === null || value === undefined) {
    throw new UserError({
      code: 'empty_file',
      message: 'this scenario file is empty',
      place: file,
      rule: 'a scenario says at least its traffic.shape',
      fix: 'write for example traffic: { shape: { kind: constant, rate: 20k } }',
      exitCode: 104,
    })
  }
  refuseNewer(document)
  const parsed = scenarioFile.safeParse(value)
  if (parsed.success) return parsed.data
  const { place, problem } = explain(parsed.error.issues[0], document)
  throw new UserError({ ...problem, place, exitCode: 104 })
}

/** Said before anything else: the fields of a later version are not mistakes. */
function refuseNewer(document: ScenarioDocument): void {
  const version = (document.value as { readonly schemaVersion?: unknown }).schemaVersion
  if (typeof version !== 'number' || version <= SCHEMA_VERSION) return
  throw new UserError({
    code: 'newer_version',
    message: `this file is written for a newer promo (schemaVersion ${version})`,
    place: document.placeOf(['schemaVersion']),
    value: String(version),
    rule: `schemaVersion is at most ${SCHEMA_VERSION}`,
    fix: 'update promo',
    exitCode: 104,
  })
}

/** A catalogue's path is meant from the folder of the file that names it. */
function withCatalogPath(scenario: ScenarioFile, file: string): ScenarioFile {
  const path = scenario.catalog?.file
  if (!path || isAbsolute(path) || path.startsWith('fixture:')) return scenario
  return { ...scenario, catalog: { ...scenario.catalog, file: resolve(dirname(file), path) } }
}

/** Only a plain file beside this one: a scenario that was sent to you reads nothing else of yours. */
function parentFile(parent: string, file: string, chain: readonly string[], place: string): string {
  const refuse = (code: string, message: string, fix: string): never => {
    throw new UserError({ code, message, place, value: parent, rule: 'extends names a built-in scenario or a file in the same folder', fix, exitCode: 104 })
  }
  const path = join(dirname(file), parent)
  if (basename(parent) !== parent || parent === '..') refuse('outside_folder', `${parent} is not in this folder`, 'copy it here, and name it without a path')
  if (!existsSync(path)) refuse('unknown_parent', `there is no ${parent} to extend`, didYouMean(parent, Object.keys(BUILT_IN_SCENARIOS)) || 'check the name')
  if (lstatSync(path).isSymbolicLink()) refuse('symlink', `${parent} is a symbolic link`, 'copy the file here')
  if (chain.includes(resolve(path))) refuse('include_cycle', `${parent} extends this file again`, 'remove one of the two')
  return path
}
