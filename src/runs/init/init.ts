import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '../user-error.ts'
import { IGNORED, IGNORE_FILE, SCAFFOLD } from './scaffold.ts'

export interface InitOptions {
  readonly dir: string
  /** Replaces files that are there. */
  readonly force: boolean
}

/** Writes a scenario to begin with and what belongs to it; nothing is written where something would be lost. */
export function init({ dir, force }: InitOptions): { readonly files: readonly string[] } {
  if (!force) refuseTaken(dir)
  try {
    for (const [name, source] of Object.entries(SCAFFOLD)) copy(source, join(dir, name))
    ignoreRuns(join(dir, IGNORE_FILE))
  } catch (error) {
    throw unwritable(dir, error as Error)
  }
  return { files: [...Object.keys(SCAFFOLD), IGNORE_FILE] }
}

/** Through its text, so that a file of an installation that is read-only does not stay so. */
function copy(source: string, file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, readFileSync(source))
}

function ignoreRuns(file: string): void {
  const present = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const missing = readFileSync(IGNORED, 'utf8').split('\n').filter((line) => line !== '' && !present.split(/\r?\n/).includes(line))
  if (missing.length > 0) appendFileSync(file, `${present === '' || present.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n`)
}

function refuseTaken(dir: string): void {
  const taken = Object.keys(SCAFFOLD).filter((name) => existsSync(join(dir, name)))
  if (taken.length === 0) return
  throw new UserError({
    code: 'file_taken',
    message: `${taken.join(', ')} ${taken.length === 1 ? 'is' : 'are'} there already`,
    place: dir,
    value: taken[0],
    rule: 'nothing is overwritten without --force',
    fix: 'choose another folder, or add --force to replace them',
    exitCode: 2,
  })
}

function unwritable(dir: string, { message }: Error): UserError {
  return new UserError({ code: 'unwritable', message, place: dir, value: dir, rule: 'a folder that you may write to', fix: 'choose another folder, or change its rights', exitCode: 2 })
}
