/** The workers of a run, for the faults that hit one of them. */
export interface WorkersOfRun {
  readonly count: number
  /** Why none of them can be hit, and what to do about it; undefined: each of them can. */
  readonly beyondReach?: { readonly code: string; readonly message: string; readonly rule: string; readonly fix: string }
}
