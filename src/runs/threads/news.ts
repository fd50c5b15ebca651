import { parentPort, receiveMessageOnPort } from 'node:worker_threads'
import type { PlannedFault } from '../../faults/fault.ts'

/** A fault that somebody injects while the run goes on. */
export interface News {
  readonly kind: 'inject'
  readonly fault: PlannedFault
}

const NOTHING: readonly PlannedFault[] = []

/** What was injected since the last look. A thread that blocks hears no messages, so it looks for them: 0.07 µs a look. */
export function injectedFaults(): readonly PlannedFault[] {
  let received = receiveMessageOnPort(parentPort!)
  if (!received) return NOTHING
  const faults: PlannedFault[] = []
  for (; received; received = receiveMessageOnPort(parentPort!)) faults.push((received.message as News).fault)
  return faults
}
