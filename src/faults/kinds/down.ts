import type { FaultKind } from './fault-kind.ts'

const NOTHING: readonly string[] = []

/** A feed that is down sends nothing; a cache that is down answers nobody. */
export const down: FaultKind = {
  summary: 'a feed falls silent, or the price cache is out of reach',
  timing: 'interval',
  isAlone: true,
  targets: ['feed.<kind>', 'cache'],
  attributes: {},
  example: 'cache:down@40s+10s',
  onLine: () => NOTHING,
}
