import { DURATION_RULE, formatDuration, parseDuration } from '../../engine/kernel/durations.ts'
import type { FaultKind } from './fault-kind.ts'

const parseJump = (text: string): number | undefined => {
  const ms = text.startsWith('-') ? -(parseDuration(text.slice(1)) ?? 0) : parseDuration(text)
  return ms || undefined
}

/** The clock by which prices are decided and read; latencies go by another one. Recorded time never goes back. */
export const jump: FaultKind = {
  summary: 'the clock is wrong by so much',
  timing: 'interval',
  isAlone: false,
  targets: ['clock'],
  attributes: {
    by: {
      summary: 'by how much it is ahead, or with a minus behind',
      rule: `${DURATION_RULE}; not 0`,
      example: '5m',
      parse: parseJump,
      format: (value) => (Number(value) < 0 ? `-${formatDuration(-Number(value))}` : formatDuration(Number(value))),
    },
  },
  example: 'clock:jump,by=5m@20s+10s',
  clockErrorMs: ({ by }) => Number(by),
}
