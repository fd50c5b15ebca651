import type { FaultView } from '../../runs/progress.ts'

/** The run's time on so many columns: column c shows what lies from `startOf(c)` on. */
export interface Timeline {
  readonly columns: number
  readonly durationMs: number
  readonly nowMs: number
  /** What stands before the axis: names, then values. */
  readonly labelCells: number
}

export const startOf = ({ columns, durationMs }: Timeline, column: number): number => (column * durationMs) / columns
export const columnOf = ({ columns, durationMs }: Timeline, ms: number): number => Math.max(0, Math.min(columns - 1, Math.floor((ms * columns) / Math.max(1, durationMs))))

/** The largest value of each column, of values a second; null where there is none. */
export function byColumn(timeline: Timeline, seconds: readonly (number | null)[]): readonly (number | null)[] {
  return Array.from({ length: timeline.columns }, (_, column) => {
    const first = Math.floor(startOf(timeline, column) / 1000)
    const last = Math.max(first, Math.ceil(startOf(timeline, column + 1) / 1000) - 1)
    const values = seconds.slice(first, last + 1).filter((value) => value !== null)
    return values.length === 0 ? null : Math.max(...values)
  })
}

export type Phase = 'steady' | 'fault' | 'recovery'

const RECOVERY_MAX_MS = 30_000

/** The gravest phase of that stretch of time, as far as it is known. */
export function phaseOf(faults: readonly FaultView[], fromMs: number, toMs: number, nowMs: number): Phase {
  // A crash has no length; it shows where it strikes.
  if (faults.some(({ startMs, endMs }) => startMs < toMs && Math.max(endMs, startMs + 1) > fromMs)) return 'fault'
  const isRecovering = ({ endMs, recoveryMs }: FaultView) => endMs < Math.min(toMs, nowMs) && endMs + (recoveryMs ?? RECOVERY_MAX_MS) > fromMs
  return faults.some(isRecovering) ? 'recovery' : 'steady'
}

/** `0:00      0:15      0:30`: a mark wherever there is room for one, at round times. */
export function timeMarks({ columns, durationMs }: Timeline, clock: (ms: number) => string): string {
  const stepMs = STEPS_MS.find((step) => (step * columns) / durationMs >= 10) ?? durationMs
  let row = ''
  for (let ms = 0; ms <= durationMs; ms += stepMs) {
    const mark = clock(ms)
    const at = Math.min(Math.round((ms * columns) / durationMs), columns - mark.length)
    if (at >= row.length + (row === '' ? 0 : 1)) row = row.padEnd(at) + mark
  }
  return row
}

const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 86_400].map((seconds) => seconds * 1000)
