import { resolve } from 'node:path'
import { UserError } from '../../runs/user-error.ts'
import type { ScenarioOverrides } from '../../runs/plan-scenario.ts'

interface RunFlagValues {
  readonly rate?: number
  readonly stage?: readonly { readonly durationMs: number; readonly rate: number }[]
  readonly duration?: number
  readonly skus?: number
  readonly stores?: number
  readonly seed?: string
  readonly fault?: readonly string[]
  readonly 'no-faults': boolean
  readonly threshold?: readonly string[]
  readonly catalog?: string
  readonly admission?: number
}

/** What the flags say about the scenario. `typed` are the flags of the command line; the others are from the environment. */
export function overridesOf(flags: RunFlagValues, typed: ReadonlySet<string>): ScenarioOverrides {
  if (flags['no-faults'] && flags.fault) throw faultsTwice(flags.fault)
  // A stage on the command line wins over a rate or a duration in the environment, as any flag does.
  const meant = (flag: 'rate' | 'duration') => (flags.stage && !typed.has(flag) ? undefined : flags[flag])
  return {
    rate: meant('rate'),
    durationMs: meant('duration'),
    stages: flags.stage,
    seed: flags.seed,
    skus: flags.skus,
    stores: flags.stores,
    catalog: flags.catalog === undefined ? undefined : resolve(flags.catalog),
    faults: flags['no-faults'] ? [] : flags.fault,
    thresholds: flags.threshold,
    admissionMs: flags.admission,
  }
}

function faultsTwice(faults: readonly string[]): UserError {
  return new UserError({
    code: 'contradictory_flags',
    message: '--fault and --no-faults contradict each other',
    place: '--fault',
    value: faults.join(', '),
    rule: 'faults of your own, or none',
    fix: 'leave one of the two out: --fault already drops the scenario’s own',
    exitCode: 2,
  })
}
