import type { SeededBug } from '../seeded-bug.ts'
import { isDeadLetter, rewriteLines } from './rewrite-lines.ts'

export const deadLetterSwallowed: SeededBug = {
  name: 'dead-letter-swallowed',
  summary: 'what cannot be processed is passed over without a word',
  caughtBy: 'lost',
  program: rewriteLines(() => (line) => (isDeadLetter(line) ? [] : [line])),
}
