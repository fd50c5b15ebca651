import type { SeededBug } from '../seeded-bug.ts'
import { isUpdate, rewriteLines } from './rewrite-lines.ts'

export const changeWithoutUpdate: SeededBug = {
  name: 'change-without-update',
  summary: 'some prices change without a price update',
  caughtBy: 'stamps',
  program: rewriteLines(() => {
    let updates = 0
    return (line) => (isUpdate(line) && ++updates % 10 === 0 ? [] : [line])
  }),
}
