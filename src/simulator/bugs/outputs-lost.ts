import type { SeededBug } from '../seeded-bug.ts'

export const outputsLost: SeededBug = {
  name: 'outputs-lost',
  summary: 'now and then a batch is committed without its outputs',
  caughtBy: 'lost',
  log: (log) => {
    let commits = 0
    return {
      take: () => log.take(),
      commit: (commit) => log.commit(++commits % 20 === 0 ? { ...commit, lines: [] } : commit),
      committed: (offset) => log.committed(offset),
    }
  },
}
