import type { SeededBug } from '../seeded-bug.ts'
import { forgetPart } from './forget-part.ts'

export const rulesForgotten: SeededBug = {
  name: 'rules-forgotten',
  summary: 'promotions do not survive a restart',
  caughtBy: 'reexecution',
  program: forgetPart('price.rules'),
}
