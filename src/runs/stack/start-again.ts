import { isAlive } from '../../adapters/process/process-identity.ts'
import { logFileOf } from '../../adapters/process/start-server.ts'
import { startProcess } from '../../adapters/process/start-process.ts'
import { readStack, type ServerProcess, writeStack } from './stack-state.ts'

/** Starts a server of the stack that has ended, on the data it had. One that runs, or is not known, is left alone. */
export async function startAgain(name: string): Promise<void> {
  const server = readStack()?.servers.find((each) => each.name === name)
  if (!server?.process || isAlive(server.process)) return
  const { dir, call } = server.process
  noteProcess(name, { ...server.process, ...(await startProcess(call, logFileOf(dir))) })
}

/** Others may have written the state since it was read. */
function noteProcess(name: string, started: ServerProcess): void {
  const state = readStack()
  if (state) writeStack({ ...state, servers: state.servers.map((server) => (server.name === name ? { ...server, process: started } : server)) })
}
