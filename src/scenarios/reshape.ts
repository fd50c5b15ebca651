import type { Promotion } from '../engine/pricing/promotions/promotion.ts'
import type { Scenario, ShapeOf } from './scenario.ts'
import { stretch } from './shapes/registry.ts'

/** Moves the times in a fault's text; the grammar of faults is another room's. */
export type ScaleFault = (fault: string, factor: number) => string

/** The scenario over `durationMs`: stages, phases, promotions, shocks and faults keep their place in the run. */
export function scaleScenario(scenario: Scenario, durationMs: number, scaleFault: ScaleFault): Scenario {
  const factor = durationMs / scenario.durationMs
  if (factor === 1) return scenario
  const { traffic, startsAt, promotions, faults, abortOnFail } = scenario
  return {
    ...scenario,
    durationMs,
    traffic: { ...traffic, shape: stretch(traffic.shape, factor), cost: scaleCost(traffic.cost, factor) },
    promotions: promotions.map((promotion) => scalePromotion(promotion, startsAt, factor)),
    faults: faults.map((fault) => scaleFault(fault, factor)),
    abortOnFail: abortOnFail.map((abort) => ({ ...abort, delayMs: Math.round(abort.delayMs * factor) })),
  }
}

/** The same traffic at one rate throughout. */
export function withRate(scenario: Scenario, rate: number): Scenario {
  return { ...scenario, traffic: { ...scenario.traffic, shape: { kind: 'constant', rate } } }
}

/** The traffic ramps from stage to stage as in k6, from a standstill; the run lasts as long as its stages. */
export function withStages(scenario: Scenario, stages: ShapeOf<'stages'>['stages'], scaleFault: ScaleFault): Scenario {
  const durationMs = stages.reduce((sum, stage) => sum + stage.durationMs, 0)
  const scaled = scaleScenario(scenario, durationMs, scaleFault)
  return { ...scaled, traffic: { ...scaled.traffic, shape: { kind: 'stages', startRate: 0, stages } } }
}

function scaleCost(cost: Scenario['traffic']['cost'], factor: number): Scenario['traffic']['cost'] {
  const { shock } = cost
  return shock ? { ...cost, shock: { ...shock, atMs: Math.round(shock.atMs * factor) } } : cost
}

/** What began before the run is history and stays where it is. */
function scalePromotion(promotion: Promotion, startsAt: number, factor: number): Promotion {
  const scale = (time: number) => (time > startsAt ? startsAt + Math.round((time - startsAt) * factor) : time)
  const { startsAt: from, endsAt: until } = promotion
  return {
    ...promotion,
    ...(from !== undefined && { startsAt: scale(from) }),
    ...(until !== undefined && { endsAt: scale(until) }),
  }
}
