import type { ScenarioTerms } from '../scenario-terms.ts'

/** The nearest price at or above this one with the ending that is wanted. */
export function withEnding(priceMinor: number, { everyMinor, endMinor }: ScenarioTerms['ending']): number {
  const over = (priceMinor - endMinor) % everyMinor
  return over === 0 ? priceMinor : priceMinor - over + (over > 0 ? everyMinor : 0)
}
