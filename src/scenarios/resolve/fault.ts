import type { ScenarioFile } from '../file/schema.ts'

type FaultFile = NonNullable<ScenarioFile['faults']>[number]

/** The object form as the text that the fault grammar reads: `cache:latency,latency=200ms@40s+10s~0.5`. */
export function resolveFault(fault: FaultFile): string {
  if (typeof fault === 'string') return fault
  const { target, kind, attributes = {}, start, duration, probability } = fault
  const named = Object.entries(attributes).map(([name, value]) => `,${name}=${value}`)
  // The grammar has no length without a beginning.
  const when = start === undefined && duration === undefined ? '' : `@${start ?? '0s'}`
  const length = duration === undefined ? '' : `+${duration}`
  const chance = probability === undefined ? '' : `~${probability}`
  return `${target}:${kind}${named.join('')}${when}${length}${chance}`
}
