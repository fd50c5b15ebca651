import { DOCTOR_CHECKS } from './registry.ts'

/** One check and what it found. */
export interface Diagnosis {
  readonly name: string
  readonly summary: string
  /** `warn`: runs will work, and show it. */
  readonly status: 'pass' | 'warn' | 'fail'
  readonly found: string
  readonly rule: string
  readonly fix: string | null
}

/** What a target needs, and whether this machine has it. */
export interface DoctorReport {
  readonly schemaVersion: 1
  readonly target: string
  readonly checks: readonly Diagnosis[]
  readonly exitCode: 0 | 106
}

/** Looks at everything a target needs; one after the other, so that no look disturbs another. */
export async function examine(target: string): Promise<DoctorReport> {
  const checks: Diagnosis[] = []
  for (const [name, { summary, rule, isNeeded, look }] of Object.entries(DOCTOR_CHECKS[target])) {
    const { isGood, found, fix = null } = await look()
    const status = isGood ? 'pass' : isNeeded ? 'fail' : 'warn'
    checks.push({ name, summary, status, found, rule, fix: isGood ? null : fix })
  }
  return { schemaVersion: 1, target, checks, exitCode: checks.some(({ status }) => status === 'fail') ? 106 : 0 }
}

export const doctorTargets: readonly string[] = Object.keys(DOCTOR_CHECKS)
