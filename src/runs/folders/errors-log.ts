import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { homeDir } from './home.ts'

/** Undefined: there is no run yet. */
let currentRunDir: string | undefined

/** From now on bugs are recorded in this run's folder, wherever they strike. */
export function recordBugsIn(runDir: string): void {
  currentRunDir = runDir
}

/** Appends a bug of ours to `errors.log` of the run, or of .promo before there is one. Undefined: it cannot be written. */
export function recordBug(error: unknown): string | undefined {
  const dir = currentRunDir ?? homeDir()
  const file = join(dir, 'errors.log')
  const details = error instanceof Error ? (error.stack ?? error.message) : inspect(error)
  try {
    mkdirSync(dir, { recursive: true })
    appendFileSync(file, `${new Date().toISOString()} ${details}\n`)
    return file
  } catch {
    return undefined
  }
}
