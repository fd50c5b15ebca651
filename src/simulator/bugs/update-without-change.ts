import type { SeededBug } from '../seeded-bug.ts'
import { isUpdate, rewriteLines } from './rewrite-lines.ts'

export const updateWithoutChange: SeededBug = {
  name: 'update-without-change',
  summary: 'some price updates are said twice',
  caughtBy: 'stamps',
  program: rewriteLines(() => {
    let updates = 0
    return (line) => (isUpdate(line) && ++updates % 10 === 0 ? [line, line] : [line])
  }),
}
