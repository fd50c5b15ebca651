import { formatDuration } from '../engine/kernel/durations.ts'
import { type FaultSpec, targetText } from './fault.ts'
import { FAULT_KINDS } from './kinds/registry.ts'

/** The shortest text of a fault: what is a default is left out. */
export function formatFault({ target, kind, attributes, startMs, durationMs, probability }: Omit<FaultSpec, 'text'>): string {
  const known = FAULT_KINDS[kind].attributes
  const chosen = Object.entries(attributes).filter(([name, value]) => value !== known[name].default)
  const length = durationMs === null ? '' : `+${formatDuration(durationMs)}`
  const start = startMs === 0 && length === '' ? '' : `@${formatDuration(startMs)}${length}`
  const share = probability === 1 ? '' : `~${probability}`
  return `${targetText(target)}:${kind}${chosen.map(([name, value]) => `,${name}=${known[name].format?.(value) ?? value}`).join('')}${start}${share}`
}
