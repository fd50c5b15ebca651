import { isAlive } from '../../adapters/process/process-identity.ts'
import { UserError } from '../user-error.ts'
import { composeUp, dockerWorks, planCompose } from './compose.ts'
import { runningServers, takeDown } from './down.ts'
import { awaitHealth } from './await-health.ts'
import { makeDataDir } from './data-dir.ts'
import { findPrograms, planStack, type StackShape } from './plan-stack.ts'
import { readStack, stackFile } from './stack-state.ts'
import { StartingStack } from './starting-stack.ts'

export interface StackRequest {
  readonly shape: StackShape
  /** Undefined: where it works. */
  readonly docker?: boolean
  readonly say: (line: string) => void
  /** Aborted: everything is taken down again. */
  readonly signal: AbortSignal
}

/** Starts the servers and returns when all of them answer. Whatever goes wrong, nothing of it stays behind. */
export async function stackUp(request: StackRequest): Promise<void> {
  await clearAway()
  const works = request.docker === false ? false : await dockerWorks()
  if (request.docker && !works) throw noDocker()
  try {
    await (works ? upWithDocker(request) : upAsProcesses(request))
  } catch (error) {
    // Ctrl-C reaches the programs that are at work as well; that they failed is then no news.
    request.signal.throwIfAborted()
    throw error
  }
}

async function upAsProcesses({ shape, say, signal }: StackRequest): Promise<void> {
  const programs = await findPrograms(shape, say)
  signal.throwIfAborted()
  const dataDir = makeDataDir()
  await orTakeDown(new StartingStack({ mode: 'processes', dataDir, composeProject: null }), async (starting) => {
    const plans = await planStack(shape, programs, dataDir)
    say(`starting ${plans.map(({ name }) => name).join(', ')}`)
    await allOrFirstError(plans.map((plan) => starting.start(plan)))
    await allHealthy(starting, signal)
  })
}

async function upWithDocker({ shape, say, signal }: StackRequest): Promise<void> {
  const plan = await planCompose(shape)
  await orTakeDown(new StartingStack({ mode: 'docker', dataDir: null, composeProject: plan.project }), async (starting) => {
    say(`starting ${plan.servers.map(({ name }) => name).join(', ')} by Docker Compose; the first time their images are fetched`)
    starting.add(...plan.servers)
    await composeUp(plan)
    await allHealthy(starting, signal)
  })
}

async function allHealthy({ state: { servers } }: StartingStack, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await allOrFirstError(servers.map((server) => awaitHealth(server, servers, signal)))
}

async function orTakeDown(starting: StartingStack, work: (starting: StartingStack) => Promise<void>): Promise<void> {
  try {
    await work(starting)
  } catch (error) {
    await takeDown(starting.state)
    throw error
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
  if (isAlive(old.startedBy)) throw alreadyUp([])
  const running = await runningServers(old)
  if (running.length > 0) throw alreadyUp(running.map(({ name }) => name))
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

function noDocker(): UserError {
  return new UserError({
    code: 'docker_missing',
    message: 'Docker with Compose does not answer on this machine',
    place: '--docker',
    value: 'docker compose version, docker info',
    rule: 'with --docker the servers run in containers',
    fix: 'start Docker, or leave --docker out: then the servers are plain processes',
    exitCode: 106,
  })
}
