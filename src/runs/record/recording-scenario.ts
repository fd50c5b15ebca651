import { builtInScenario } from '../../scenarios/resolve-scenario.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { isRunFolder } from '../folders/run-folders.ts'
import { planScenario } from '../plan-scenario.ts'
import { UserError } from '../user-error.ts'
import { readableFolder } from '../verify.ts'

/** Whose partitions and policy a recording of topics gets where nothing is said: nothing else of it is used. */
const USUAL = 'steady'

/** Under which rules a recording is to be executed: those of a scenario, or of a run whose folder is named. */
export async function rulesFor(nameOrFile: string | undefined): Promise<Scenario> {
  if (nameOrFile === undefined) return builtInScenario(USUAL)
  if (!isRunFolder(nameOrFile)) return planScenario(nameOrFile).catch((error: unknown) => Promise.reject(inFlag(error)))
  return readableFolder(nameOrFile).scenario as Scenario
}

/** Elsewhere a scenario is an argument. */
function inFlag(error: unknown): unknown {
  if (!(error instanceof UserError) || error.mistake.place !== '<scenario>') return error
  return new UserError({ ...error.mistake, place: '--scenario', rule: `${error.mistake.rule}, or the folder of a run` })
}

export interface RecordedSpan {
  readonly startsAt: number | null
  readonly endsAt: number | null
  /** As they were met; a scenario that was named knows its own. */
  readonly stores: readonly string[]
}

/** What stands in scenario.json: the rules, over the time and the stores of the recording. Traffic and faults are what was recorded. */
export function recordingScenario(rules: Scenario, isNamed: boolean, { startsAt, endsAt, stores }: RecordedSpan): Scenario {
  const begin = startsAt ?? rules.startsAt
  return {
    ...rules,
    name: 'recording',
    summary: `recorded messages, under the rules of ${rules.name}`,
    startsAt: begin,
    durationMs: (endsAt ?? begin) - begin,
    catalog: { ...rules.catalog, stores: isNamed || stores.length === 0 ? rules.catalog.stores : stores },
    faults: [],
    thresholds: [],
    abortOnFail: [],
  }
}
