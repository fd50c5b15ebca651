/** What the pipeline writes, told apart by how a line begins: most lines need no further look. */
export type OutputKind = 'decisions' | 'explanation' | 'price_update' | 'promotion_decision' | 'alert' | 'dead_letter' | 'order'

const PREFIXES: readonly (readonly [kind: OutputKind, prefix: string])[] = [
  ['decisions', '{"topic":"pricing_decisions","cause":'],
  ['explanation', '{"topic":"pricing_decisions","explanation":'],
  ['price_update', '{"topic":"price_updates",'],
  ['promotion_decision', '{"topic":"promotion_decisions",'],
  ['alert', '{"topic":"alerts",'],
  ['dead_letter', '{"topic":"dead_letters",'],
  ['order', '{"topic":"order",'],
]

export const ORDER_PREFIX = '{"topic":"order",'

/** Undefined: no output line, so an input. */
export function outputKind(line: string): OutputKind | undefined {
  for (const [kind, prefix] of PREFIXES) if (line.startsWith(prefix)) return kind
  return undefined
}
