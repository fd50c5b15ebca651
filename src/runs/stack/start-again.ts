import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isAlive } from '../../adapters/process/process-identity.ts'
import { processesIn } from '../../adapters/process/processes-in.ts'
import { logFileOf } from '../../adapters/process/start-server.ts'
import { startProcess } from '../../adapters/process/start-process.ts'
import { stopProcess } from '../../adapters/process/stop-process.ts'
import { askServer } from './health.ts'
import { readStack, type ServerProcess, type StackServer, writeStack } from './stack-state.ts'

const ASK_EVERY_MS = 100
/** One that runs and does not answer by then is only slow. */
const ANSWERS_WITHIN_MS = 15_000
const TRIES = 3

/**
 * Starts a server of the stack that has ended, on the data it had, and returns when it is there again. One that runs, or
 * is not known, is left alone.
 */
export async function startAgain(name: string): Promise<void> {
  const server = readStack()?.servers.find((each) => each.name === name)
  if (!server?.process || isAlive(server.process)) return
  for (let tries = 1; tries <= TRIES; tries++) {
    await clearTheWay(server.process)
    const started = { ...server.process, ...(await startProcess(server.process.call, logFileOf(server.process.dir))) }
    noteProcess(name, started)
    if (await comes({ ...server, process: started })) return
  }
  throw new Error(`${name} ends whenever it is started; ${logFileOf(server.process.dir)} has its last words`)
}

/**
 * What a server that was killed has started goes on for a moment, and what it has left behind says that it runs: a
 * process that has ended keeps its number until somebody has collected it, and PostgreSQL takes that for a rival.
 */
async function clearTheWay({ dir, call, staleFiles = [] }: ServerProcess): Promise<void> {
  await Promise.all(processesIn(dir, call.program).map((each) => stopProcess(each, 'SIGKILL')))
  for (const file of staleFiles) rmSync(join(dir, file), { force: true })
}

/** False where it ends instead. */
async function comes(server: StackServer): Promise<boolean> {
  for (const until = performance.now() + ANSWERS_WITHIN_MS; performance.now() < until; await setTimeout(ASK_EVERY_MS)) {
    if (!isAlive(server.process!)) return false
    // Other brokers may be away as well.
    if (await askServer(server, [server]).then(() => true, () => false)) return true
  }
  return isAlive(server.process!)
}

/** Others may have written the state since it was read. */
function noteProcess(name: string, started: ServerProcess): void {
  const state = readStack()
  if (state) writeStack({ ...state, servers: state.servers.map((server) => (server.name === name ? { ...server, process: started } : server)) })
}
