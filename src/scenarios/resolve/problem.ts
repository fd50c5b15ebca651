import { parseDuration } from '../../engine/kernel/durations.ts'

/** A place in a scenario file, from its root. */
export type Path = readonly (string | number)[]

/** What is wrong there; the caller knows the line. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly value?: string
  readonly rule: string
  readonly fix: string
}

export type Refuse = (path: Path, problem: Problem) => never

/** Only for durations that the schema has seen. */
export function durationOf(text: string): number {
  return parseDuration(text) as number
}

/** Milliseconds of a time that must lie inside the run, or it would never come. */
export function timeInRun(written: string, durationMs: number, path: Path, refuse: Refuse): number {
  const atMs = durationOf(written)
  if (atMs < durationMs) return atMs
  return refuse(path, {
    code: 'past_the_end',
    message: `${written} is not before the end of the run`,
    value: written,
    rule: `a time before the end of the run, which lasts ${durationMs} ms`,
    fix: 'move it forward, or make the run longer',
  })
}
