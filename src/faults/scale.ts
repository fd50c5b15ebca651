import { formatFault } from './format.ts'
import { parseFault } from './parse.ts'
import type { Origin } from './refusal.ts'

const SCENARIO: Origin = { place: 'the scenario’s faults', exitCode: 104 }

/** The same fault in a run `factor` times as long: it keeps its share of the run, and its place in it. */
export function scaleFault(text: string, factor: number, origin: Origin = SCENARIO): string {
  const fault = parseFault(text, origin)
  const { startMs, durationMs } = fault
  // Downwards at the start, so that no fault is rounded out of the run, and whole milliseconds at both ends.
  const scaledStartMs = Math.floor(startMs * factor)
  if (durationMs === null) return formatFault({ ...fault, startMs: scaledStartMs })
  const scaledEndMs = Math.round((startMs + durationMs) * factor)
  return formatFault({ ...fault, startMs: scaledStartMs, durationMs: Math.max(1, scaledEndMs - scaledStartMs) })
}
