import { identityOf, isAlive } from '../../adapters/process/process-identity.ts'
import type { ServerPlan } from '../../adapters/process/servers/server-plan.ts'
import { startServer } from '../../adapters/process/start-server.ts'
import { UserError } from '../user-error.ts'
import { awaitHealth } from './await-health.ts'
import { makeDataDir } from './data-dir.ts'
import { takeDown } from './down.ts'
import { findPrograms, planStack, type StackShape } from './plan-stack.ts'
import { readStack, stackFile, type StackServer, type StackState, writeStack } from './stack-state.ts'

export interface StackRequest {
  readonly shape: StackShape
  readonly say: (line: string) => void
  /** Aborted: everything is taken down again. */
  readonly signal: AbortSignal
}

/** Starts the servers and returns when all of them answer. Whatever goes wrong, nothing of it stays behind. */
export async function stackUp({ shape, say, signal }: StackRequest): Promise<StackState> {
  await clearAway()
  const programs = await findPrograms(shape, say)
  signal.throwIfAborted()
  const dataDir = makeDataDir()
  const starting = new StartingStack(dataDir)
  try {
    const plans = await planStack(shape, programs, dataDir)
    say(`starting ${plans.map(({ name }) => name).join(', ')}`)
    await allOrFirstError(plans.map((plan) => starting.start(plan)))
    signal.throwIfAborted()
    const { servers } = starting.state
    await allOrFirstError(servers.map((server) => awaitHealth(server, servers, signal)))
    return starting.state
  } catch (error) {
    await takeDown(starting.state)
    throw error
  }
}

/** The stack as far as it has come. Each server is written down as soon as it runs, so that `down` finds it after a crash. */
class StartingStack {
  state: StackState

  constructor(dataDir: string) {
    this.state = { schemaVersion: 1, mode: 'processes', startedAt: new Date().toISOString(), startedBy: identityOf(process.pid)!, dataDir, servers: [] }
    writeStack(this.state)
  }

  async start(plan: ServerPlan): Promise<void> {
    const { name, kind, address, proxied, dir, call, stopSignal } = plan
    const server: StackServer = { name, kind, address, proxied, process: { ...(await startServer(plan)), dir, call, stopSignal } }
    this.state = { ...this.state, servers: [...this.state.servers, server].sort((a, b) => (a.name < b.name ? -1 : 1)) }
    writeStack(this.state)
  }
}

/** Waits for all of them, also where one fails: what is still being started could not be taken down. */
async function allOrFirstError(works: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

/** Of a stack whose servers have all ended, only the memory is left. */
async function clearAway(): Promise<void> {
  const old = readStack()
  if (!old) return
  const running = old.servers.filter(({ process: server }) => server && isAlive(server)).map(({ name }) => name)
  if (running.length > 0 || isAlive(old.startedBy)) throw alreadyUp(running)
  await takeDown(old)
}

function alreadyUp(running: readonly string[]): UserError {
  return new UserError({
    code: 'stack_running',
    message: running.length > 0 ? `there is a stack already: ${running.join(', ')}` : 'a stack is being started',
    place: stackFile(),
    rule: 'one stack a PROMO_HOME',
    fix: 'promo stack status shows it; promo stack down ends it',
    exitCode: 106,
  })
}
