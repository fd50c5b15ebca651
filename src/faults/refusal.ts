import { type Mistake, UserError } from '../engine/kernel/user-error.ts'

/** Where a fault was written: a flag (exit code 2) or a file (104). */
export interface Origin {
  readonly place: string
  readonly exitCode: 2 | 104
}

/** A refused fault; `value` is what the user wrote. */
export function refusal(origin: Origin, value: string, mistake: Pick<Mistake, 'code' | 'message' | 'rule' | 'fix'>): UserError {
  return new UserError({ ...mistake, value, place: origin.place, exitCode: origin.exitCode })
}
