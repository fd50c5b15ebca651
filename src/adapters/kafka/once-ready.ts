import { setTimeout } from 'node:timers/promises'
import { isPassing } from './broker-error.ts'

const READY_WITHIN_MS = 10_000
const RETRY_AFTER_MS = 50

/** Asks again where the cluster is only not ready yet: for a moment new topics have no leader, or are not known everywhere. */
export async function onceReady<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (const giveUpAt = performance.now() + READY_WITHIN_MS; ; await setTimeout(RETRY_AFTER_MS)) {
    try {
      return await ask()
    } catch (error) {
      if (!isPassing(error) || performance.now() > giveUpAt) throw error
    }
  }
}
