import type { FaultResult } from '../../run-document.ts'

/** When a fault was on, in seconds of the run, under the number that it has in the list of faults. */
export interface Band {
  readonly from: number
  readonly to: number
  readonly label: string
}

/** What never struck has no band. */
export function faultBands(faults: readonly FaultResult[], endS: number): readonly Band[] {
  return faults.flatMap(({ startedAtMs, endedAtMs }, index) => {
    if (startedAtMs === null) return []
    const to = Math.min((endedAtMs ?? endS * 1000) / 1000, endS)
    return [{ from: startedAtMs / 1000, to: Math.max(to, startedAtMs / 1000), label: String(index + 1) }]
  })
}
