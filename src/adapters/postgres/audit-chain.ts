import { createHash } from 'node:crypto'
import { parse } from '../../engine/pricing/codec.ts'
import type { ArchiveRecord } from './archive.ts'

/** By these somebody changes a rule or a price, or the pipeline says what it refused; the others only tell what happened. */
export const AUDITED_TOPICS = ['promo_rules', 'price_overrides', 'alerts'] as const

/** The last row of the audit; `rows` is its position, counted from 1. */
export interface ChainEnd {
  readonly rows: number
  readonly hash: string
}

export interface AuditRow extends ArchiveRecord {
  readonly position: number
  readonly receivedAt: number | null
  readonly source: string
  readonly hash: string
}

export const CHAIN_START: ChainEnd = { rows: 0, hash: '' }

/** Rows behind `end` for what is to be audited among these records. Of what is no JSON there is nothing to audit: it stands among the dead letters. */
export function auditRows(records: readonly ArchiveRecord[], end: ChainEnd): readonly AuditRow[] {
  const rows: AuditRow[] = []
  for (const record of records.filter(({ topic }) => AUDITED_TOPICS.includes(topic as never))) {
    const envelope = envelopeOf(record.value)
    const last = rows.at(-1)
    if (envelope) rows.push(rowBehind(last ? { rows: last.position, hash: last.hash } : end, record, envelope))
  }
  return rows
}

interface Envelope {
  readonly receivedAt?: unknown
  readonly source?: unknown
}

function rowBehind({ rows, hash }: ChainEnd, record: ArchiveRecord, { receivedAt, source }: Envelope): AuditRow {
  const row = { ...record, position: rows + 1, receivedAt: Number.isSafeInteger(receivedAt) ? (receivedAt as number) : null, source: oneLine(source) }
  return { ...row, hash: hashOf(hash, row) }
}

/**
 * SHA-256 over the hash before and everything that stands in the row. Only the last part may contain a line break, so
 * no two rows are the same text. The view `audit_faults` computes it again, in the database's own way.
 */
function hashOf(before: string, { position, topic, partition, offset, receivedAt, source, value }: Omit<AuditRow, 'hash'>): string {
  return createHash('sha256').update([before, position, topic, partition, offset, receivedAt ?? '', source, value].join('\n')).digest('hex')
}

/** Control characters would blur where the source ends, and PostgreSQL keeps neither NUL nor half a surrogate pair. */
const oneLine = (source: unknown): string => (typeof source === 'string' ? source.toWellFormed().replaceAll(/[\x00-\x1f]/g, '\ufffd') : '')

function envelopeOf(record: string): Envelope | undefined {
  try {
    return Object(parse(record)) as Envelope
  } catch {
    return undefined
  }
}
