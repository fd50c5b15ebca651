/** Where a mistake stands, what it is, what the rule says, and what to do: everything a user needs to mend it. */
export interface Mistake {
  /** Stable and machine-readable, e.g. `unknown_fault`. */
  readonly code: string
  /** One sentence. */
  readonly message: string
  /** A flag (`--rate`) or `file:line:column`. */
  readonly place?: string
  /** What stood there. */
  readonly value?: string
  readonly rule?: string
  readonly fix?: string
  /** conventions: 2 usage, 104 bad scenario, config, data or run folder, 106 environment. */
  readonly exitCode: 2 | 104 | 106
}

/** The user can mend this. Anything else that is thrown is our own bug (exit 107). */
export class UserError extends Error {
  readonly mistake: Mistake

  constructor(mistake: Mistake) {
    super(mistake.message)
    this.name = 'UserError'
    this.mistake = mistake
  }
}
