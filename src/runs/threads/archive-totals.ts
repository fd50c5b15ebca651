import type { ArchiveCounts } from '../../adapters/postgres/archive.ts'

/** What stands in the archive of a run when it ends. */
export interface ArchiveTotals {
  readonly schema: string
  /** Null: PostgreSQL was out of reach at the end, and something is missing. */
  readonly counts: ArchiveCounts | null
}
