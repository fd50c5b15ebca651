import type { FaultKind } from './fault-kind.ts'

/** Among the events that go to one partition: between partitions there is no order. */
export const reorder: FaultKind = {
  summary: 'an event arrives after the one behind it',
  timing: 'per_record',
  isAlone: false,
  targets: ['feed.<kind>', 'log'],
  attributes: {},
  example: 'log:reorder@10s+20s~0.1',
  onLine: (line, _attributes, held) => (held.count === 0 ? held.keep(line) : [line, ...held.free()]),
  onPassingLine: (line, held) => [line, ...held.free()],
}
