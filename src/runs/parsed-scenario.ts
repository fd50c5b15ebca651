import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import type { PlannedFault } from '../faults/fault.ts'
import { parseFault } from '../faults/parse.ts'
import { planFaults } from '../faults/plan.ts'
import { parseThreshold } from '../reports/thresholds/parse.ts'
import type { Threshold } from '../reports/thresholds/threshold.ts'
import { FEEDS, type Scenario } from '../scenarios/scenario.ts'

// What a resolved scenario keeps as text. It was checked when the scenario was read, so a mistake is the folder's.

export function plannedFaults({ faults, durationMs }: Scenario, place = 'scenario.json'): readonly PlannedFault[] {
  const origin = { place, exitCode: 104 } as const
  return planFaults(faults.map((fault) => parseFault(fault, origin)), { ...origin, durationMs, bolts: Object.keys(BOLTS), feeds: FEEDS })
}

export function parsedThresholds({ thresholds }: Scenario): readonly Threshold[] {
  return thresholds.map((text) => parseThreshold(text, { place: 'scenario.json', exitCode: 104 }))
}
