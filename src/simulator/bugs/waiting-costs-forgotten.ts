import type { SeededBug } from '../seeded-bug.ts'
import { forgetPart } from './forget-part.ts'

export const waitingCostsForgotten: SeededBug = {
  name: 'waiting-costs-forgotten',
  summary: 'costs that wait for their time do not survive a restart',
  caughtBy: 'stamps',
  program: forgetPart('cost-margin.waiting'),
}
