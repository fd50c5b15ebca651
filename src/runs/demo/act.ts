import type { InvariantResult, RunDocument } from '../../reports/run-document.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { ScenarioOverrides } from '../plan-scenario.ts'

/** Something to look at, at its time in the run. */
export interface Moment {
  readonly atMs: number
  readonly caption: string
}

/** One act of the demo: a real run, and what is said about it. */
export interface Act {
  readonly name: string
  readonly title: string
  /** Said before it begins. */
  readonly opening: string
  readonly scenario: string
  readonly overrides: ScenarioOverrides
  readonly moments: (scenario: Scenario) => readonly Moment[]
  /** Whether it showed what it is there to show. How fast it went is told and not judged: a demo shares its machine. */
  readonly endedAsItShould: (document: RunDocument) => boolean
  /** Said when it has. */
  readonly closing: string
  /** Whether one of its prices is explained. */
  readonly explainsCut: boolean
}

/** Nothing was lost, doubled, stale or under the floor, and every fault struck. Whether the machine kept up is not asked. */
export function everythingHeld({ invariants, faults }: Pick<RunDocument, 'invariants' | 'faults'>): boolean {
  const holds = ({ name, status }: InvariantResult): boolean => status === 'pass' || (name === 'load_honesty' && status === 'unknown')
  return invariants.length > 0 && invariants.every(holds) && faults.every(({ startedAtMs }) => startedAtMs !== null)
}

/** When a promotion opens, ms from the start of the run. */
export function opensAt({ promotions, startsAt }: Scenario, id: string): number {
  return (promotions.find((promotion) => promotion.id === id)?.startsAt ?? startsAt) - startsAt
}
