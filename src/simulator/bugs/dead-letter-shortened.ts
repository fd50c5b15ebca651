import type { SeededBug } from '../seeded-bug.ts'
import { isDeadLetter, rewriteLines } from './rewrite-lines.ts'

export const deadLetterShortened: SeededBug = {
  name: 'dead-letter-shortened',
  summary: 'a dead letter keeps the record without its last character',
  caughtBy: 'lost',
  program: rewriteLines(() => (line) => [isDeadLetter(line) ? shortened(line) : line]),
}

function shortened(line: string): string {
  const letter = JSON.parse(line) as { record: string }
  return JSON.stringify({ ...letter, record: letter.record.slice(0, -1) })
}
