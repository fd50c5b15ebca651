import type { SeededBug } from '../seeded-bug.ts'
import { forgetPart } from './forget-part.ts'

export const competitorsForgotten: SeededBug = {
  name: 'competitors-forgotten',
  summary: 'what competitors ask does not survive a restart',
  caughtBy: 'reexecution',
  program: forgetPart('spout.competitor', 'zeros'),
}
