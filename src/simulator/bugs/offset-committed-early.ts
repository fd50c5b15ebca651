import type { SeededBug } from '../seeded-bug.ts'

/** Says that a whole batch is done although its last record was never looked at. */
export const offsetCommittedEarly: SeededBug = {
  name: 'offset-committed-early',
  summary: 'the last record of a batch is committed unread',
  caughtBy: 'lost',
  log: (log) => {
    let skipped = 0
    return {
      committed: (offset) => log.committed(offset),
      async take() {
        const batch = await log.take()
        skipped = batch.records.length > 3 ? 1 : 0
        return { ...batch, records: batch.records.slice(0, batch.records.length - skipped) }
      },
      commit: (commit) => log.commit({ ...commit, inputs: commit.inputs + skipped }),
    }
  },
}
