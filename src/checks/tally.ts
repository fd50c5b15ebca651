/** Whatever proves a finding, by name. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>

/** One finding, with the place where anybody can look it up. */
export interface Example extends Facts {
  readonly place: string
  readonly problem: string
}

/** What a check has seen: plain numbers and texts, so that it can cross from a worker thread. */
export interface Tallied {
  readonly checked: number
  readonly violations: number
  readonly examples: readonly Example[]
}

export const EXAMPLES_MAX = 5

/** Counts what a check looked at and what it found; keeps the first few findings to show. */
export class Tally implements Tallied {
  checked = 0
  violations = 0
  readonly examples: Example[] = []

  violation(example: Example, count = 1): void {
    this.violations += count
    if (this.examples.length < EXAMPLES_MAX) this.examples.push(example)
  }
}

/** For what is known only at the end and asked for more than once. */
export function copyOf({ checked, violations, examples }: Tallied): Tally {
  const copy = Object.assign(new Tally(), { checked, violations })
  copy.examples.push(...examples)
  return copy
}

export function addUp(tallies: readonly Tallied[]): Tallied {
  return {
    checked: tallies.reduce((sum, { checked }) => sum + checked, 0),
    violations: tallies.reduce((sum, { violations }) => sum + violations, 0),
    examples: tallies.flatMap(({ examples }) => examples).slice(0, EXAMPLES_MAX),
  }
}
