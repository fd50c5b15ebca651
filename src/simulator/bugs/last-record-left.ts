import type { SeededBug } from '../seeded-bug.ts'

export const lastRecordLeft: SeededBug = {
  name: 'last-record-left',
  summary: 'the last record that waits is left for the next one to push it',
  caughtBy: 'liveness',
  log: (log) => ({
    async take() {
      const batch = await log.take()
      return batch.more ? batch : { ...batch, records: batch.records.slice(0, -1) }
    },
    commit: (commit) => log.commit(commit),
    committed: (offset) => log.committed(offset),
  }),
}
