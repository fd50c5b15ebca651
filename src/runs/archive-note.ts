import { join } from 'node:path'
import { writeWhole } from '../adapters/files/write-whole.ts'
import { countOf } from '../reports/formats/texts.ts'
import type { ArchiveTotals } from './threads/archive-totals.ts'

/**
 * What stands in the archive, for `archive.json`. The audit's last hash is kept here as well, outside of the database:
 * whoever wrote the whole chain anew would come to another one.
 */
export function noteArchive(runDir: string, { schema, counts }: ArchiveTotals): readonly string[] {
  const note = { schemaVersion: 1, schema, isWhole: counts !== null, decisions: counts?.decisions ?? null, auditRows: counts?.audit.rows ?? null, auditHash: counts?.audit.hash ?? null }
  writeWhole(join(runDir, 'archive.json'), `${JSON.stringify(note, null, 2)}\n`)
  if (!counts) return [`The archive in schema ${schema} is not whole: PostgreSQL was out of reach at the end.`]
  return [`Archived in PostgreSQL, schema ${schema}: ${countOf(counts.decisions, 'decision')} and ${countOf(counts.audit.rows, 'audit row')}.`]
}
