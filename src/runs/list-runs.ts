import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runFolders } from './folders/run-folders.ts'
import { startedAtOf } from './folders/run-id.ts'
import { isRunning } from './folders/run-state.ts'

export interface RunListing {
  readonly id: string
  readonly dir: string
  readonly scenario: string | null
  readonly seed: string | null
  readonly startedAt: string
  /** A verdict, `running`, `killed`, or `broken` where an error of our own ended it. */
  readonly state: string
  readonly bytes: number
}

/** The runs on disk, the newest first. */
export function listRuns(dir?: string): readonly RunListing[] {
  return runFolders(dir).map((run) => {
    const { name = null, seed = null } = readFields(join(run.dir, 'scenario.json'))
    return { ...run, scenario: name, seed, startedAt: startedAtOf(run.id), state: stateOf(run.dir), bytes: bytesIn(run.dir) }
  })
}

function stateOf(dir: string): string {
  if (existsSync(join(dir, 'run.json'))) return readFields(join(dir, 'run.json')).verdict ?? 'damaged'
  if (existsSync(join(dir, 'errors.log'))) return 'broken'
  return isRunning(dir) ? 'running' : 'killed'
}

/** A killed run may have left half a file: then it tells nothing. */
function readFields(file: string): Readonly<Record<string, string | undefined>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) ?? {}
  } catch {
    return {}
  }
}

function bytesIn(dir: string): number {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}
