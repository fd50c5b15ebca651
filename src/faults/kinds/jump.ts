import { duration } from './attributes.ts'
import type { FaultKind } from './fault-kind.ts'

/** Time that is recorded never goes back, so it stays ahead. Latencies go by another clock. */
export const jump: FaultKind = {
  summary: 'the clock by which prices are decided and read leaps ahead, and stays there',
  timing: 'instant',
  isAlone: false,
  targets: ['clock'],
  attributes: { by: duration('how far', '5m', { minMs: 1 }) },
  example: 'clock:jump,by=5m@20s',
  clockErrorMs: ({ by }) => Number(by),
}
