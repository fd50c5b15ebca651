import { planOf } from '../scenarios/plan.ts'
import { countOf } from '../reports/formats/texts.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { formatDuration } from '../engine/kernel/durations.ts'
import { planScenario } from './plan-scenario.ts'
import { UserError } from './user-error.ts'

/** A scenario that holds all rules, as it would run, and what it comes to. */
export async function validate(nameOrFile: string | undefined): Promise<{ readonly scenario: Scenario; readonly lines: readonly string[] }> {
  if (nameOrFile === undefined) throw noFile()
  const scenario = await planScenario(nameOrFile)
  const { name, durationMs, catalog, promotions, faults, thresholds } = scenario
  const events = planOf(scenario).total.toLocaleString('en')
  const lines = [
    `${nameOrFile} is a valid scenario`,
    `  ${name}: ${events} events in ${formatDuration(durationMs)}, ${countOf(catalog.skus, 'SKU')} in ${countOf(catalog.stores.length, 'store')}`,
    `  ${countOf(promotions.length, 'promotion')}, ${countOf(faults.length, 'fault')}, ${countOf(thresholds.length, 'threshold')}`,
  ]
  return { scenario, lines }
}

export async function scenarioSchema(): Promise<object> {
  const { scenarioJsonSchema } = await import('../scenarios/file/schema.ts')
  return scenarioJsonSchema()
}

function noFile(): UserError {
  const rule = 'promo validate <file>, or promo validate --schema'
  return new UserError({ code: 'missing_argument', message: '<file> is missing', place: '<file>', rule, fix: 'promo validate my-sale.yaml', exitCode: 2 })
}
