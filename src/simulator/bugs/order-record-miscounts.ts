import type { SeededBug } from '../seeded-bug.ts'

export const orderRecordMiscounts: SeededBug = {
  name: 'order-record-miscounts',
  summary: 'an order record claims one folded event more than there was',
  caughtBy: 'lost',
  log: (log) => ({
    take: () => log.take(),
    commit: (commit) => log.commit({ ...commit, extra: commit.extra.replace(/"folded":(\d+)/, (_, count: string) => `"folded":${Number(count) + 1}`) }),
    committed: (offset) => log.committed(offset),
  }),
}
