import { setTimeout } from 'node:timers/promises'
import { isLoopback } from '../../../adapters/loopback.ts'
import { stopProcess } from '../../../adapters/process/stop-process.ts'
import { askToxiproxy, isOutOfReach, Unresponsive } from '../../../adapters/toxiproxy/client.ts'
import { composeService } from '../../stack/compose.ts'
import { startAgain } from '../../stack/start-again.ts'
import { readStack } from '../../stack/stack-state.ts'

const ASK_EVERY_MS = 100
const BACK_WITHIN_MS = 10_000

const restarting = new Map<string, Promise<void>>()

/**
 * Asks Toxiproxy for something. It can lock itself up (2.12: a toxic is removed whose data a `timeout` or `reset_peer`
 * behind it does not take), and then answers nobody any more; the stack's own one is started anew, without toxics.
 */
export async function responsively(toxiproxy: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Unresponsive) || !isOwn(toxiproxy)) throw error
    const restart = restarting.get(toxiproxy) ?? startAnew(toxiproxy).finally(() => restarting.delete(toxiproxy))
    restarting.set(toxiproxy, restart)
    await restart
    await work()
  }
}

/** A Toxiproxy of this machine that is not there any more has taken its toxics with it. */
export async function unlessEnded(toxiproxy: string, work: () => Promise<void>): Promise<void> {
  try {
    await responsively(toxiproxy, work)
  } catch (error) {
    if (!isOutOfReach(error) || !isLoopback(toxiproxy.split(':')[0])) throw error
  }
}

const ownServer = (toxiproxy: string) => readStack()?.servers.find(({ kind, address }) => kind === 'toxiproxy' && address === toxiproxy)

const isOwn = (toxiproxy: string): boolean => ownServer(toxiproxy) !== undefined

async function startAnew(toxiproxy: string): Promise<void> {
  const { name, process: running } = ownServer(toxiproxy)!
  if (running) {
    await stopProcess(running, 'SIGKILL')
    await startAgain(name)
  } else await composeService(readStack()!.composeProject!, 'restart', name)
  for (const until = performance.now() + BACK_WITHIN_MS; performance.now() < until; await setTimeout(ASK_EVERY_MS)) {
    if (await askToxiproxy(toxiproxy).then(() => true, () => false)) return
  }
}
