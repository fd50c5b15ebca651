import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import { identityOf, isAlive, type ProcessIdentity } from '../../adapters/process/process-identity.ts'
import { homeDir } from '../folders/home.ts'
import type { Undo } from './undo.ts'

/** One thing that is to be undone, whoever is left to do it. */
export interface UndoEntry {
  readonly schemaVersion: 1
  /** The fault's text. */
  readonly fault: string
  /** Who began it, and undoes it as long as it lives. */
  readonly owner: ProcessIdentity
  readonly undo: Undo
}

export interface KeptEntry {
  readonly file: string
  readonly entry: UndoEntry
}

/** Beside the stack's state; a file an entry, so that nobody has to write what somebody else has written. */
const undoDir = (): string => join(homeDir(), 'undo')

let count = 0

/** On disk when it returns, so before the fault begins. */
export function remember(fault: string, undo: Undo): KeptEntry {
  const owner = identityOf(process.pid)!
  const entry: UndoEntry = { schemaVersion: 1, fault, owner, undo }
  const file = join(undoDir(), `${process.pid}-${Date.now()}-${++count}.json`)
  mkdirSync(undoDir(), { recursive: true })
  writeWhole(file, `${JSON.stringify(entry)}\n`, 0o600)
  return { file, entry }
}

export function forget({ file }: KeptEntry): void {
  rmSync(file, { force: true })
}

/** What those have left who are gone, in the order in which it began. */
export function leftBehind(): readonly KeptEntry[] {
  const names = namesIn(undoDir()).filter((name) => name.endsWith('.json')).toSorted()
  const kept = names.flatMap((name) => readEntry(join(undoDir(), name)) ?? [])
  return kept.filter(({ entry }) => !isAlive(entry.owner))
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

/** Another command may have undone it meanwhile. */
function readEntry(file: string): KeptEntry | undefined {
  try {
    return { file, entry: JSON.parse(readFileSync(file, 'utf8')) as UndoEntry }
  } catch {
    return undefined
  }
}
