import { StepFailed } from '../step-failed.ts'
import type { FaultKind } from './fault-kind.ts'

/**
 * The record is good, the bolt is not: its memory may be half changed, so its partition's instance starts again from
 * the log and takes the record a second time. To bury the record would be to lose its effect.
 */
export const throwError: FaultKind = {
  summary: 'a bolt throws an error over a record, and starts again from the log in that partition',
  timing: 'per_record',
  isAlone: false,
  targets: ['bolt.<name>'],
  attributes: {},
  example: 'bolt.forecast:throw@20s+10s~0.0001',
  onStep() {
    throw new StepFailed('fault injected: it threw an error')
  },
}
