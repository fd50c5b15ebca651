import type { SeededBug } from '../seeded-bug.ts'
import { isDecisions, rewriteLines } from './rewrite-lines.ts'

export const causeMissing: SeededBug = {
  name: 'cause-missing',
  summary: 'some decisions do not say which event they answer',
  caughtBy: 'lost',
  program: rewriteLines(() => {
    let decisions = 0
    return (line) => [isDecisions(line) && ++decisions % 25 === 0 ? line.replace(/"cause":\d+/, '"cause":null') : line]
  }),
}
