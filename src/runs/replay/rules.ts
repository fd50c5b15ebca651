import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../engine/kernel/user-error.ts'
import { parseRules } from '../../scenarios/file/parse-scenario-file.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { promotionLines } from '../../scenarios/seed-lines.ts'

/** What decides beside the records: the promotions are records themselves. */
export function rulesSha256({ policy, partitions, catalog }: Pick<Scenario, 'policy' | 'partitions' | 'catalog'>): string {
  return createHash('sha256').update(JSON.stringify(sorted({ policy, partitions, stores: catalog.stores }))).digest('hex')
}

/** Another order of the fields is no other rule. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, sorted(each)]))
}

const RESTORE = 'take scenario.json from a backup, or run the scenario again'

/** Throws where scenario.json of a recording has no rules. What is no JSON is refused by whoever opens the folder. */
export function refuseMissingRules(runDir: string): void {
  const file = join(runDir, 'scenario.json')
  const scenario = parsed(readFileSync(file, 'utf8'))
  if (scenario === undefined || (scenario?.policy && scenario.catalog)) return
  const field = scenario?.policy ? 'catalog' : 'policy'
  throw new UserError({ code: 'rules_missing', message: 'the rules of this recording are missing', place: `${file} ${field}`, value: 'missing', rule: 'scenario.json holds the policy that the recording was made with', fix: RESTORE, exitCode: 104 })
}

/** Throws where the rules are not those that the recording was made with. Recordings of older versions do not say. */
export function refuseChangedRules(runDir: string, scenario: Scenario): void {
  const { rulesSha256: written } = scenario as Scenario & { readonly rulesSha256?: string }
  const found = rulesSha256(scenario)
  if (written === undefined || written === found) return
  throw new UserError({
    code: 'rules_changed',
    message: 'the rules of this recording were changed after it was made',
    place: `${join(runDir, 'scenario.json')} policy`,
    value: `its digest is ${found.slice(0, 12)}…`,
    rule: `the policy, partitions and stores that the recording was made with, digest ${written.slice(0, 12)}…`,
    fix: `${RESTORE}; other rules are tried with --rules other.yaml`,
    exitCode: 104,
  })
}

export interface OtherRules {
  readonly scenario: Scenario
  /** By partition, instead of all records of promo_rules; null: those stay. */
  readonly promotionLines: readonly (readonly string[])[] | null
}

/** The recording's scenario under the rules of a file. */
export function withRules(scenario: Scenario, file: string): OtherRules {
  const { policy, promotions } = parseRules(file, scenario)
  const changed = { ...scenario, policy, promotions: promotions ?? scenario.promotions }
  if (!promotions) return { scenario: changed, promotionLines: null }
  const partitions = Array.from({ length: scenario.partitions }, (_, partition) => partition)
  return { scenario: changed, promotionLines: partitions.map((partition) => promotionLines(changed, (index) => `rules-${partition}-${index}`)) }
}

function parsed(text: string): Partial<Scenario> | null | undefined {
  try {
    return JSON.parse(text) as Partial<Scenario> | null
  } catch {
    return undefined
  }
}
