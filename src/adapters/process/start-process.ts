import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { identityOf, type ProcessIdentity } from './process-identity.ts'

/** How a program is called. */
export interface ProgramCall {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  /** Beside what the shell gives. */
  readonly env?: Readonly<Record<string, string>>
  /** Whom it runs as; without it, as whoever calls. */
  readonly user?: { readonly uid: number; readonly gid: number }
}

/** Starts a process that outlives this one, in a group of its own, so that Ctrl-C here does not reach it. */
export async function startProcess({ program, args, cwd, env, user }: ProgramCall, logFile: string): Promise<ProcessIdentity> {
  const log = openSync(logFile, 'a')
  try {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, ...user, detached: true, stdio: ['ignore', log, log] })
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
    child.unref()
    // One that has ended already has no mark; waiting for its answer will find that out.
    return identityOf(child.pid!) ?? { pid: child.pid!, mark: '' }
  } finally {
    closeSync(log)
  }
}
