import type { SeededBug } from '../seeded-bug.ts'
import { isDecisions } from './rewrite-lines.ts'

export const outputsDoubled: SeededBug = {
  name: 'outputs-doubled',
  summary: 'now and then the decisions of a batch are written twice',
  caughtBy: 'duplicate_effects',
  log: (log) => {
    let commits = 0
    return {
      take: () => log.take(),
      commit: (commit) => log.commit(++commits % 20 === 0 ? { ...commit, lines: commit.lines.flatMap((line) => (isDecisions(line) ? [line, line] : [line])) } : commit),
      committed: (offset) => log.committed(offset),
    }
  },
}
