/** The time that faults go by, and how they take it from others. */
export interface FaultTime {
  /** Milliseconds of the run: negative before its traffic, Infinity once it is stopped, so that no fault is on any more. */
  elapsedMs(): number
  /** Monotonic, with fractions: for lengths of time. */
  nowMs(): number
  /** For calls, which others can pass; returns what calls it off. */
  after(ms: number, then: () => void): () => void
  /** For steps, which nobody can pass: the whole thread stands still. */
  block(ms: number): void
}

/** Looks again after so long whether the run was stopped meanwhile. */
const LOOK_EVERY_MS = 20

export const sleep = (time: FaultTime, ms: number): Promise<void> => new Promise((resolve) => void time.after(ms, resolve))

export async function sleepUntil(time: FaultTime, endMs: number): Promise<void> {
  for (let restMs = endMs - time.elapsedMs(); restMs > 0; restMs = endMs - time.elapsedMs()) await sleep(time, Math.min(restMs, LOOK_EVERY_MS))
}

export function blockUntil(time: FaultTime, endMs: number): void {
  for (let restMs = endMs - time.elapsedMs(); restMs > 0; restMs = endMs - time.elapsedMs()) time.block(Math.min(restMs, LOOK_EVERY_MS))
}
