import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Absence, readAbsences } from './record/absences.ts'
import { fileChunks, logFiles, names } from './record/log-files.ts'
import type { LogSource } from './record/log-reader.ts'
import type { ReadSource } from './record/price-read.ts'
import { readSent, type Sent } from './record/sent.ts'
import { readTerms, ScenarioUnusable } from './scenario-terms.ts'

/** Why a folder cannot be judged at all, for the user who named it. */
export class RunFolderDamage extends Error {
  /** A path, or a field of a file. */
  readonly place: string
  readonly value: string
  readonly rule: string
  readonly fix: string

  constructor(place: string, value: string, rule: string, fix: string) {
    super(`${place}: ${value}; ${rule}`)
    this.name = 'RunFolderDamage'
    this.place = place
    this.value = value
    this.rule = rule
    this.fix = fix
  }
}

/** A run as it lies on disk, with everything that the checks read. */
export interface RunFolder {
  readonly dir: string
  /** scenario.json, parsed. */
  readonly scenario: unknown
  readonly partitions: number
  /** run.json, parsed; null for a run that was killed. */
  readonly run: unknown
  readonly recordedSha256: string | null
  readonly sent: Sent | null
  readonly log: (partition: number) => LogSource
  readonly reads: () => ReadSource[]
  /** Of workers that had vanished. */
  readonly absences: readonly Absence[]
  /** What cache and store held of each partition at the end was written down. */
  readonly hasStandingPrices: boolean
  readonly prices: (partition: number) => Iterable<Uint8Array>
  /** The run's prices stood on servers of their own. */
  readonly isRemote: boolean
}

const NAME_A_RUN = 'name a run folder, or `last`; `promo runs` lists them'
const RUN_AGAIN = 'run it again, or take the folder from a backup'

/** Opens a run folder. A killed run has no run.json, perhaps no sent.json and no log yet; all that is judged later. */
export function openRunFolder(dir: string): RunFolder {
  const scenario = document(dir, 'scenario.json')
  if (scenario === undefined) throw new RunFolderDamage(dir, 'no scenario.json in it', 'a run folder holds scenario.json', NAME_A_RUN)
  const partitions = partitionsOf(dir, scenario)
  proveLogs(dir, partitions)
  const run = document(dir, 'run.json') ?? null
  return {
    dir,
    scenario,
    partitions,
    run,
    recordedSha256: recordedDigest(run),
    sent: sentIn(dir),
    log: (partition) => logFiles(join(dir, 'log', String(partition))),
    reads: () => readsIn(dir),
    absences: absencesIn(dir),
    hasStandingPrices: names(join(dir, 'prices')).length > 0,
    prices: (partition) => chunksOf(join(dir, 'prices', `${partition}.jsonl`)),
    isRemote: names(dir).includes('kafka.json'),
  }
}

const chunksOf = (path: string): Iterable<Uint8Array> => (existsSync(path) ? fileChunks(path) : [])

function partitionsOf(dir: string, scenario: unknown): number {
  try {
    return readTerms(scenario).partitions
  } catch (error) {
    if (!(error instanceof ScenarioUnusable)) throw error
    throw new RunFolderDamage(`${join(dir, 'scenario.json')} ${error.field}`, JSON.stringify(error.value) ?? 'missing', error.rule, RUN_AGAIN)
  }
}

/** A partition that the scenario does not know would never be judged. */
function proveLogs(dir: string, partitions: number): void {
  for (const name of names(join(dir, 'log'))) {
    const isKnown = /^(0|[1-9]\d*)$/.test(name) && Number(name) < partitions
    if (!isKnown) throw new RunFolderDamage(join(dir, 'log', name), name, `the scenario has partitions 0 to ${partitions - 1}`, RUN_AGAIN)
  }
}

function recordedDigest(run: unknown): string | null {
  const digest = (run as { run?: { decisionsSha256?: unknown } } | null)?.run?.decisionsSha256
  return typeof digest === 'string' ? digest : null
}

function sentIn(dir: string): Sent | null {
  const written = document(dir, 'sent.json')
  if (written === undefined) return null
  const sent = readSent(written)
  if (sent) return sent
  throw new RunFolderDamage(join(dir, 'sent.json'), JSON.stringify(written).slice(0, 80), 'it lists generators with the ids they handed over', RUN_AGAIN)
}

function absencesIn(dir: string): readonly Absence[] {
  const written = document(dir, 'workers.json')
  if (written === undefined) return []
  const absences = readAbsences(written)
  if (absences) return absences
  throw new RunFolderDamage(join(dir, 'workers.json'), JSON.stringify(written).slice(0, 80), 'it lists absences with their partitions and times', RUN_AGAIN)
}

function readsIn(dir: string): ReadSource[] {
  const files = names(join(dir, 'reads')).filter((name) => name.endsWith('.jsonl'))
  return files.map((file) => ({ reader: basename(file, '.jsonl'), chunks: fileChunks(join(dir, 'reads', file)) }))
}

/** A JSON file of the folder; undefined where there is none. */
function document(dir: string, file: string): unknown {
  let text: string
  try {
    text = readFileSync(join(dir, file), 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new RunFolderDamage(join(dir, file), code ?? 'unreadable', `${file} can be read`, NAME_A_RUN)
  }
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new RunFolderDamage(join(dir, file), (error as Error).message, `${file} is JSON`, RUN_AGAIN)
  }
}
