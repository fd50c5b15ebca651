import { setPriority } from 'node:os'

/** Of 19: enough that whoever sends the traffic on time is woken first. */
const NICENESS = 4

/**
 * The calling thread lets the generator go first. Where brokers share the cores with a run, everybody has more to do than
 * there is time for in its first seconds, and a generator that waits for a core is late by that.
 */
export function stepAside(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(NICENESS)
  } catch {
    // It stays as it is.
  }
}
