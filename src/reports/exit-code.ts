import type { Status } from './run-document.ts'

/** The codes of conventions, the gravest first: of several at once, the first counts. */
const BY_GRAVITY = [107, 105, 106, 104, 2, 99, 0] as const
export type ExitCode = (typeof BY_GRAVITY)[number]

/** What happened beside the verdict. */
export interface Incidents {
  /** Our own error. */
  readonly isBroken?: boolean
  readonly isInterrupted?: boolean
  /** A server that is not there. */
  readonly lacksEnvironment?: boolean
}

export function exitCodeOf(verdict: Status, { isBroken, isInterrupted, lacksEnvironment }: Incidents = {}): ExitCode {
  return gravestOf([verdict === 'pass' ? 0 : 99, isBroken ? 107 : 0, isInterrupted ? 105 : 0, lacksEnvironment ? 106 : 0])
}

/** Of several exit codes, the one to end with; 0 for none. */
export function gravestOf(codes: readonly ExitCode[]): ExitCode {
  return BY_GRAVITY.find((code) => codes.includes(code)) ?? 0
}
