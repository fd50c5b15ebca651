import { setTimeout } from 'node:timers/promises'
import { type ReachedServers, reachServers, type ServersRequest } from '../open-kafka-target.ts'
import { UserError } from '../user-error.ts'

const PATIENCE_MS = 60_000
const RETRY_AFTER_MS = 500

/** Who waits for a run can wait for its brokers, too: many who start at once keep each other from being answered. */
export async function reachPatiently(request: ServersRequest, signal: AbortSignal): Promise<ReachedServers> {
  for (const giveUpAt = performance.now() + PATIENCE_MS; ; await setTimeout(RETRY_AFTER_MS)) {
    try {
      return await reachServers(request)
    } catch (error) {
      const isPassing = error instanceof UserError && error.mistake.code === 'kafka_unavailable'
      if (!isPassing || signal.aborted || performance.now() > giveUpAt) throw error
    }
  }
}
