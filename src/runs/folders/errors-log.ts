import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { homeDir } from './home.ts'

/** Appends a bug of ours to `errors.log` of the run, or of .promo where there is none yet. Undefined: it cannot be written. */
export function recordBug(error: unknown, runDir: string = homeDir()): string | undefined {
  const file = join(runDir, 'errors.log')
  const details = error instanceof Error ? (error.stack ?? error.message) : inspect(error)
  try {
    mkdirSync(runDir, { recursive: true })
    appendFileSync(file, `${new Date().toISOString()} ${details}\n`)
    return file
  } catch {
    return undefined
  }
}
