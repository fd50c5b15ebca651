import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname } from 'node:path'
import { isAlive } from '../../adapters/process/process-identity.ts'
import { stopProcess } from '../../adapters/process/stop-process.ts'
import { composeDown, composeIsUp } from './compose.ts'
import { DATA_DIR_PREFIX } from './data-dir.ts'
import { forgetStack, readStack, type StackServer, type StackState } from './stack-state.ts'

/** Ends the stack's servers, deletes their data and forgets them. Returns the names of those that were running. */
export async function stackDown(): Promise<readonly string[]> {
  const state = readStack()
  return state ? takeDown(state) : []
}

/** Only the very processes that were started: a number that meanwhile belongs to another process is left alone. */
export async function takeDown(state: StackState): Promise<readonly string[]> {
  const running = await runningServers(state)
  await Promise.all(running.map(({ process: server }) => server && stopProcess(server, server.stopSignal)))
  if (state.mode === 'docker') await composeDown(state.composeProject!)
  deleteData(state.dataDir)
  forgetStack()
  return running.map(({ name }) => name)
}

/** Docker's containers come and go together. */
export async function runningServers({ mode, servers, composeProject }: StackState): Promise<readonly StackServer[]> {
  if (mode === 'docker') return (await composeIsUp(composeProject!)) ? servers : []
  return servers.filter(({ process: server }) => server && isAlive(server))
}

/** The folder's name is read from a file, so it is looked at before anything in it is deleted. */
function deleteData(dir: string | null): void {
  if (dir === null || dirname(dir) !== tmpdir() || !basename(dir).startsWith(DATA_DIR_PREFIX)) return
  rmSync(dir, { recursive: true, force: true })
}
