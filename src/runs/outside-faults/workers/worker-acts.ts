import { once } from 'node:events'
import { sendSignal } from '../../../adapters/process/send-signal.ts'
import { stopProcess } from '../../../adapters/process/stop-process.ts'
import type { OwnWorkers } from '../../cluster/own-workers.ts'
import type { Act } from '../act.ts'

/** Until it has finished its batches, left a snapshot of each partition, and taken its leave. */
const LEAVES_WITHIN_MS = 20_000

/**
 * What a fault does to a worker's process. Another is started by this process alone: where this one is killed the run is
 * over, and a worker that stands still must only go on to hear of it.
 */
export const WORKER_ACTS: Readonly<Record<string, (workers: OwnWorkers, number: number) => Act>> = { kill, down: leave, restart: leave, pause, crash }

function kill(workers: OwnWorkers, number: number): Act {
  return { undo: null, begin: () => end(workers, number, 'SIGKILL'), end: async () => workers.start(number) }
}

function leave(workers: OwnWorkers, number: number): Act {
  return { undo: null, begin: () => end(workers, number, 'SIGTERM'), end: async () => workers.start(number) }
}

async function end(workers: OwnWorkers, number: number, signal: NodeJS.Signals): Promise<boolean> {
  await stopProcess(workers.processOf(number), signal, LEAVES_WITHIN_MS)
  await workers.ended(number)
  return true
}

function pause(workers: OwnWorkers, number: number): Act {
  const worker = workers.processOf(number)
  const begin = async () => {
    sendSignal(worker, 'SIGSTOP')
    return true
  }
  return { undo: { kind: 'continue', processes: [worker] }, begin }
}

/** The worker ends itself, as it has read in the plan. */
function crash(workers: OwnWorkers, number: number): Act {
  const begin = async (over: AbortSignal) => {
    const isOver = over.aborted ? Promise.resolve(false) : once(over, 'abort').then(() => false)
    return Promise.race([workers.ended(number).then(() => true), isOver])
  }
  return { undo: null, begin, isAwaited: true, end: async () => workers.start(number) }
}
