/** What a look at the machine found. */
export interface Finding {
  readonly isGood: boolean
  /** What is there. */
  readonly found: string
  /** How to mend it, where it is not good. */
  readonly fix?: string
}

/** One look at the machine: a file like those in `checks/`, and a line in the registry. */
export interface DoctorCheck {
  readonly summary: string
  /** What must hold. */
  readonly rule: string
  /** Without it nothing runs; otherwise it only explains what a run will show. */
  readonly isNeeded: boolean
  look(): Finding | Promise<Finding>
}
