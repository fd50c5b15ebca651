import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, type ProcessIdentity } from './process-identity.ts'
import { sendSignal } from './send-signal.ts'

const ASK_EVERY_MS = 20
const GRACE_MS = 5000

/** Ends this very process and returns when it is gone. What does not listen within its grace is killed. */
export async function stopProcess(identity: ProcessIdentity, signal: NodeJS.Signals, graceMs: number = GRACE_MS): Promise<void> {
  sendSignal(identity, signal)
  if (await isGoneWithin(identity, graceMs)) return
  sendSignal(identity, 'SIGKILL')
  if (!(await isGoneWithin(identity, GRACE_MS))) throw new Error(`process ${identity.pid} cannot be ended`)
}

async function isGoneWithin(identity: ProcessIdentity, timeMs: number): Promise<boolean> {
  for (let waitedMs = 0; isAlive(identity); waitedMs += ASK_EVERY_MS) {
    if (waitedMs >= timeMs) return false
    await sleep(ASK_EVERY_MS)
  }
  return true
}
