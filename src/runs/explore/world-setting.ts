import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import { parseWorldFault } from '../../simulator/faults/parse.ts'
import type { WorldFault } from '../../simulator/faults/world-fault.ts'
import { SEEDED_BUGS } from '../../simulator/bugs/registry.ts'
import type { SeededBug } from '../../simulator/seeded-bug.ts'
import type { WorldSetting } from '../../simulator/world.ts'
import type { WorldTerms } from '../../simulator/world-terms.ts'
import { planScenario } from '../plan-scenario.ts'
import { UserError } from '../user-error.ts'

/** All traffic of a seed comes within this time. */
const TRAFFIC_MS = 30_000

/** How the worlds are to be. */
export interface WorldRequest {
  /** A built-in scenario's name, or a file. */
  readonly scenario: string
  /** The first seed; `random` draws one, undefined takes the scenario's own. */
  readonly seed: string | undefined
  readonly events: number
  /** Exactly these, or so many, or undefined: drawn from each seed. */
  readonly faults: readonly string[] | number | undefined
  /** Name of a seeded bug. */
  readonly bug: string | undefined
}

/** The setting of all worlds, and what the scenario calls itself. Every mistake is a UserError. */
export async function worldSetting({ scenario, seed: firstSeed, events, faults, bug }: WorldRequest): Promise<{ readonly name: string; readonly seed: string; readonly setting: WorldSetting }> {
  const { name, seed, startsAt, policy, promotions, traffic } = await planScenario(scenario, { durationMs: TRAFFIC_MS, seed: firstSeed })
  const terms: WorldTerms = { startsAt, trafficMs: TRAFFIC_MS, policy, promotions, mix: traffic.mix }
  return { name, seed, setting: { events, faults: readFaults(faults), terms, ...(bug !== undefined && { bug: bugOf(bug) }) } }
}

function readFaults(faults: WorldRequest['faults']): WorldSetting['faults'] {
  if (faults === undefined) return 'drawn'
  return typeof faults === 'number' ? faults : faults.map(readFault)
}

const readFault = (text: string): WorldFault => parseWorldFault(text, TRAFFIC_MS, { place: '--fault', exitCode: 2 })

function bugOf(name: string): SeededBug {
  const known = Object.keys(SEEDED_BUGS)
  if (Object.hasOwn(SEEDED_BUGS, name)) return SEEDED_BUGS[name]
  const fix = didYouMean(name, known) || `write for example --bug ${known[0]}`
  throw new UserError({ code: 'unknown_bug', message: `there is no seeded bug "${name}"`, place: '--bug', value: name, rule: `one of ${known.join(', ')}`, fix, exitCode: 2 })
}
