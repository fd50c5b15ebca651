import type { SeededBug } from '../seeded-bug.ts'
import { forgetPart } from './forget-part.ts'

export const agendaForgotten: SeededBug = {
  name: 'agenda-forgotten',
  summary: 'what waits for its decision does not survive a restart',
  caughtBy: 'lost',
  program: forgetPart('spout.items'),
}
