import { accessSync, constants, existsSync, lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync, type Stats, statfsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { runsDir } from './home.ts'
import { isRunFolder, type RunFolder } from './run-folders.ts'
import { newRunId } from './run-id.ts'
import { UserError } from '../user-error.ts'

export interface NewRun {
  /** Name of the scenario: it becomes part of the id. */
  readonly scenario: string
  /** Instead of a folder of its own under .promo/runs. */
  readonly out?: string
  /** An earlier run in `out` may be replaced; anything else there is never touched. */
  readonly force?: boolean
  /** What the run will write, about. */
  readonly bytesNeeded: number
}

/** An empty folder for a run. Nothing is written before everything has been checked. */
export function createRunFolder({ scenario, out, force = false, bytesNeeded }: NewRun): RunFolder {
  const id = newRunId(scenario)
  const dir = out ?? join(runsDir(), id)
  const place = out === undefined ? runsDir() : '--out'
  const taken = out !== undefined && holdsSomething(out)
  if (taken) refuseUnlessRun(dir, force)
  const existing = nearestExisting(dir)
  refuseUnwritable(existing, dir, place)
  refuseFullDisk(existing, bytesNeeded, place)
  if (taken) emptyRunFolder(dir)
  makeFolder(dir, place)
  return { id, dir }
}

/** A run that was refused before it sent anything leaves nothing behind. */
export function discardUnstarted(dir: string): void {
  if (existsSync(join(dir, 'sent.json'))) return
  emptyRunFolder(dir)
  if (readdirSync(dir).length === 0) rmdirSync(dir)
}

function holdsSomething(dir: string): boolean {
  const stats = entryAt(dir)
  if (!stats) return false
  if (stats.isDirectory()) return readdirSync(dir).length > 0
  throw refusal('not_a_folder', '--out', dir, `${dir} is not a folder`, 'a new or an empty folder', 'choose another name')
}

/** Deleting what is no run could cost somebody their work. */
function refuseUnlessRun(dir: string, force: boolean): void {
  const rule = 'a new folder, an empty one, or with --force one that holds an earlier run'
  if (!isRunFolder(dir)) throw refusal('folder_not_empty', '--out', dir, `${dir} holds something that is no run`, rule, 'choose another folder')
  if (!force) throw refusal('folder_not_empty', '--out', dir, `${dir} holds an earlier run`, rule, 'add --force to replace it, or choose another folder')
}

/** The record of the earlier run goes; what the user put beside it stays. */
function emptyRunFolder(dir: string): void {
  const written = /^(log|reads|prices|scenario\.json|run\.json|sent\.json|archive\.json|kafka\.json|diff\.(json|html)|lap|report\.html|report-data\.json|errors\.log|running\.pid|latency\.h(grm|log))$/
  for (const name of readdirSync(dir).filter((entry) => written.test(entry))) rmSync(join(dir, name), { recursive: true })
}

/** The path, or the nearest folder above it that is there. */
export function nearestExisting(path: string): string {
  const absolute = resolve(path)
  return entryAt(absolute) ? absolute : nearestExisting(dirname(absolute))
}

/** Below a file there is nothing, as there is nothing under a name that nobody has. */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}

function refuseUnwritable(existing: string, dir: string, place: string): void {
  try {
    accessSync(existing, constants.W_OK | constants.X_OK)
  } catch {
    throw unwritable(dir, place, `you may not write in ${existing}`)
  }
}

function refuseFullDisk(existing: string, bytesNeeded: number, place: string): void {
  const { bavail, bsize } = statfsSync(existing)
  if (bavail * bsize >= bytesNeeded) return
  const [free, needed] = [megabytes(bavail * bsize), megabytes(bytesNeeded)]
  throw new UserError({
    code: 'disk_full',
    message: `the run will write about ${needed}, and ${existing} has ${free} free`,
    place,
    value: free,
    rule: `at least ${needed} free`,
    fix: 'free some (promo runs prune --keep 3), choose another --out, or run shorter: --duration, --rate',
    exitCode: 106,
  })
}

function makeFolder(dir: string, place: string): void {
  try {
    mkdirSync(dir, { recursive: true })
  } catch (error) {
    throw unwritable(dir, place, (error as Error).message)
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`

function unwritable(dir: string, place: string, message: string): UserError {
  return refusal('unwritable', place, dir, message, 'a folder that you may write to', 'choose another folder, or change its rights')
}

function refusal(code: string, place: string, value: string, message: string, rule: string, fix: string): UserError {
  return new UserError({ code, message, place, value, rule, fix, exitCode: 2 })
}
