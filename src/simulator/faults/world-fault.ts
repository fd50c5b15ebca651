import { formatDuration } from '../../engine/kernel/durations.ts'
import { type AttributeValue, type FaultTarget, targetText } from '../../faults/fault.ts'
import type { Attributes, WorldFaultKind } from './kinds.ts'

/** A fault with its place in the simulated run, ms from its start. An instant ends where it starts. */
export interface WorldFault {
  /** In the grammar of `--fault`; it says everything. */
  readonly text: string
  readonly target: FaultTarget
  readonly kind: WorldFaultKind
  readonly attributes: Attributes
  readonly startMs: number
  readonly endMs: number
  readonly probability: number
}

export function worldFault(fault: Omit<WorldFault, 'text'>): WorldFault {
  return { ...fault, text: formatWorldFault(fault) }
}

function formatWorldFault({ target, kind, attributes, startMs, endMs, probability }: Omit<WorldFault, 'text'>): string {
  const chosen = Object.entries(attributes).map(([name, value]) => `,${name}=${formatValue(kind, name, value)}`)
  const length = kind.timing === 'instant' ? '' : `+${formatDuration(endMs - startMs)}`
  const share = probability === 1 ? '' : `~${probability}`
  return `${targetText(target)}:${kind.kind}${chosen.join('')}@${formatDuration(startMs)}${length}${share}`
}

const formatValue = ({ attributes }: WorldFaultKind, name: string, value: AttributeValue) => (attributes?.[name].type === 'time' ? formatDuration(Number(value)) : value)
