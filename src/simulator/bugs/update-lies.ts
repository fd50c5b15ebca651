import type { SeededBug } from '../seeded-bug.ts'
import { isUpdate, rewriteLines } from './rewrite-lines.ts'

export const updateLies: SeededBug = {
  name: 'update-lies',
  summary: 'some price updates say a price one minor unit lower than what was decided',
  caughtBy: 'stamps',
  program: rewriteLines(() => {
    let updates = 0
    return (line) => [isUpdate(line) && ++updates % 10 === 0 ? line.replace(/"priceMinor":(\d+)/, (_, price: string) => `"priceMinor":${Number(price) - 1}`) : line]
  }),
}
