import { isAlive } from '../../adapters/process/process-identity.ts'
import type { ServerAddress } from '../../adapters/process/servers/server-plan.ts'
import { askServer } from './health.ts'
import { readStack, type StackServer, type StackState } from './stack-state.ts'

export interface ServerStatus extends ServerAddress {
  /** Null where there is none, or where Docker looks after it. */
  readonly pid: number | null
  readonly health: 'up' | 'down'
  /** What it answered, or why it did not. */
  readonly said: string
}

export interface StackStatus {
  readonly schemaVersion: 1
  /** Null: there is no stack. */
  readonly mode: StackState['mode'] | null
  readonly servers: readonly ServerStatus[]
}

/** Every server of the stack, really asked. */
export async function stackStatus(): Promise<StackStatus> {
  const { mode = null, servers = [] } = readStack() ?? {}
  return { schemaVersion: 1, mode, servers: await Promise.all(servers.map((server) => statusOf(server, servers))) }
}

async function statusOf(server: StackServer, all: readonly StackServer[]): Promise<ServerStatus> {
  const { name, kind, address, proxied, process: started } = server
  const pid = started && isAlive(started) ? started.pid : null
  const known = { name, kind, address, proxied, pid }
  if (started && pid === null) return { ...known, health: 'down', said: 'its process has ended' }
  try {
    return { ...known, health: 'up', said: await askServer(server, all) }
  } catch (error) {
    return { ...known, health: 'down', said: (error as Error).message }
  }
}
