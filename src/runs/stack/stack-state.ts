import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import type { ProcessIdentity } from '../../adapters/process/process-identity.ts'
import type { ServerAddress } from '../../adapters/process/servers/server-plan.ts'
import type { ProgramCall } from '../../adapters/process/start-process.ts'
import { homeDir } from '../folders/home.ts'
import { UserError } from '../user-error.ts'

/** A server as a plain process: enough to end it, and to start it again on the same data. */
export interface ServerProcess extends ProcessIdentity {
  readonly dir: string
  readonly call: ProgramCall
  readonly stopSignal: NodeJS.Signals
  readonly staleFiles?: readonly string[]
}

export interface StackServer extends ServerAddress {
  /** Null where Docker looks after it. */
  readonly process: ServerProcess | null
}

/** What runs, for everybody who comes after `promo stack up`. */
export interface StackState {
  readonly schemaVersion: 1
  readonly mode: 'processes' | 'docker'
  readonly startedAt: string
  /** The `promo stack up` that makes it; while that runs, the stack is not complete. */
  readonly startedBy: ProcessIdentity
  /** Data of all servers; null where Docker keeps it. */
  readonly dataDir: string | null
  /** Docker's name for all of it; null for plain processes. */
  readonly composeProject: string | null
  readonly servers: readonly StackServer[]
}

export const stackFile = (): string => join(homeDir(), 'stack.json')

/** Undefined: there is no stack. */
export function readStack(file: string = stackFile()): StackState | undefined {
  const text = readIfThere(file)
  if (text === undefined) return undefined
  try {
    const state = JSON.parse(text) as StackState
    if (state.schemaVersion === 1 && Array.isArray(state.servers)) return state
  } catch {
    // Answered below, as any other text that is no stack.
  }
  throw unreadable(file)
}

/** Nobody reads half a state, and nobody but its owner reads it at all. */
export function writeStack(state: StackState, file: string = stackFile()): void {
  mkdirSync(dirname(file), { recursive: true })
  writeWhole(file, `${JSON.stringify(state, null, 2)}\n`, 0o600)
}

export function forgetStack(file: string = stackFile()): void {
  rmSync(file, { force: true })
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function unreadable(file: string): UserError {
  return new UserError({
    code: 'stack_state_unreadable',
    message: 'the state of the stack cannot be read',
    place: file,
    rule: 'promo stack up writes it, and nobody else',
    fix: 'end the servers that it named, then delete the file',
    exitCode: 106,
  })
}
