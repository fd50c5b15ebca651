import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProcessIdentity } from './process-identity.ts'
import { runProgram } from './run-program.ts'
import type { ServerPlan } from './servers/server-plan.ts'
import { startProcess } from './start-process.ts'

export const logFileOf = (dir: string): string => join(dir, 'server.log')

/** Carries out a plan: folder, files, what has to run before, and the server itself. It need not answer yet. */
export async function startServer({ dir, files, before, call }: ServerPlan): Promise<ProcessIdentity> {
  mkdirSync(dir, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  if (call.user) chownSync(dir, call.user.uid, call.user.gid)
  for (const program of before) await runProgram(program)
  return startProcess(call, logFileOf(dir))
}
