import type { Check } from './check.ts'
import type { Counters, Evidence, PartitionFindings } from './findings.ts'
import type { Damage } from './record/damage.ts'
import { CHECKS } from './registry.ts'
import { addUp, EXAMPLES_MAX, type Example } from './tally.ts'

/** One line of the verdict. `unknown`: the check could not finish, which is never a pass. */
export interface Invariant {
  readonly name: string
  readonly status: 'pass' | 'fail' | 'unknown'
  readonly checked: number
  readonly violations: number
  readonly examples: readonly Example[]
}

/** Judges the whole run from the findings of all its partitions, given in partition order. */
export function concludeInvariants(findings: readonly PartitionFindings[], evidence: Evidence): Invariant[] {
  const inLogs = findings.flatMap(({ damage }) => damage)
  const beyond = { reads: findings.flatMap(({ readDamage }) => readDamage), prices: findings.flatMap(({ priceDamage }) => priceDamage) }
  return Object.entries(CHECKS).map(([name, check]) => conclude(name, check, findings, evidence, check.judges ? [...inLogs, ...beyond[check.judges]] : inLogs))
}

/** The run's counters: the sums over its partitions. */
export function totalCounters(findings: readonly PartitionFindings[]): Counters {
  const sum = (counter: keyof Counters) => findings.reduce((total, { counters }) => total + counters[counter], 0)
  return {
    accepted: sum('accepted'),
    processed: sum('processed'),
    folded: sum('folded'),
    deduplicated: sum('deduplicated'),
    quarantined: sum('quarantined'),
    deadLettered: sum('deadLettered'),
    inFlight: sum('inFlight'),
    decisions: sum('decisions'),
    explanations: sum('explanations'),
    lateDuplicates: sum('lateDuplicates'),
  }
}

/** What was found stays found where the record is damaged; what was not found proves nothing there. */
function conclude(name: string, check: Check, findings: readonly PartitionFindings[], evidence: Evidence, damage: readonly Damage[]): Invariant {
  const { checked, violations, examples } = check.conclude?.(findings, evidence) ?? addUp(findings.map(({ tallies }) => tallies[name]))
  const lack = check.lacks?.(evidence)
  const missing = [...describe(damage), ...(lack === undefined ? [] : [{ place: 'the run', problem: lack }])]
  const status = violations > 0 ? 'fail' : missing.length > 0 ? 'unknown' : 'pass'
  return { name, status, checked, violations, examples: [...examples, ...missing].slice(0, EXAMPLES_MAX) }
}

/** Each place once: a reader's log is read by every partition. */
function describe(damage: readonly Damage[]): Example[] {
  const places = new Map(damage.map((one) => [one.place, one]))
  return [...places.values()].map(({ place, value, rule }) => ({ place, problem: 'the record is damaged here; nothing behind it is judged', value, rule }))
}
