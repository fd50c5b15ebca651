import type { LineBuffer } from './line-buffer.ts'

/** What the pipeline writes, told apart by how a line begins: most lines need no further look. */
export type OutputKind = 'decisions' | 'explanation' | 'price_update' | 'promotion_decision' | 'alert' | 'dead_letter' | 'order'

const PREFIXES: Readonly<Record<OutputKind, string>> = {
  decisions: '{"topic":"pricing_decisions","cause":',
  explanation: '{"topic":"pricing_decisions","explanation":',
  price_update: '{"topic":"price_updates",',
  promotion_decision: '{"topic":"promotion_decisions",',
  alert: '{"topic":"alerts",',
  dead_letter: '{"topic":"dead_letters",',
  order: '{"topic":"order",',
}

const KINDS = Object.entries(PREFIXES).map(([kind, prefix]) => ({ kind: kind as OutputKind, prefix: Buffer.from(prefix) }))
const ORDER = Buffer.from(PREFIXES.order)

export const isOrderRecord = (buffer: LineBuffer, line: number): boolean => buffer.startsWith(line, ORDER)

/** Undefined: no output line, so an input. */
export function outputKind(buffer: LineBuffer, line: number): OutputKind | undefined {
  for (const { kind, prefix } of KINDS) if (buffer.startsWith(line, prefix)) return kind
  return undefined
}
