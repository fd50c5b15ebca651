import type { FaultKind } from './fault-kind.ts'

/** What a sender does that got no answer; on `log` it happens to every feed. */
export const duplicate: FaultKind = {
  summary: 'an event arrives twice, byte for byte',
  timing: 'per_record',
  isAlone: false,
  targets: ['feed.<kind>', 'log'],
  attributes: {},
  example: 'log:duplicate@10s+20s~0.05',
  onLine: (line) => [line, line],
}
