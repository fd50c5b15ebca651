import type { CommittedBatch } from '../../engine/kernel/ports.ts'
import { parse } from '../../engine/pricing/codec.ts'
import type { PostgresLink, Statement } from './client.ts'

const WRITE_MS_MAX = 5000

/** By these a person or another system changes a rule or a price; everything else only tells what happened. */
const AUDITED_TOPICS: ReadonlySet<unknown> = new Set(['promo_rules', 'price_overrides'])

/** Who or what changed a rule or a price, and when it applied. The table only grows: a trigger refuses everything else. */
export class AuditTrail {
  readonly #link: PostgresLink
  readonly #put: Statement

  constructor(link: PostgresLink, schema: string) {
    this.#link = link
    this.#put = putStatement(schema)
  }

  /** Keeps what is to be audited among a committed batch's inputs. The same batch again changes nothing. */
  async append(partition: number, { firstOffset, records, now }: Pick<CommittedBatch, 'firstOffset' | 'records' | 'now'>): Promise<void> {
    const entries = records.map((record, index) => ({ record, offset: firstOffset + index, ...envelopeOf(record) })).filter(({ topic }) => AUDITED_TOPICS.has(topic))
    if (entries.length === 0) return
    const columns = [entries.map(({ offset }) => offset), entries.map(({ topic }) => topic), entries.map(({ source }) => source), entries.map(({ record }) => record)]
    await this.#link.run(this.#put, [partition, now, ...columns])
  }
}

/** Of what is no JSON there is nothing to audit: it stands among the dead letters. */
function envelopeOf(record: string): { readonly topic?: unknown; readonly source?: unknown } {
  try {
    return Object(parse(record))
  } catch {
    return {}
  }
}

function putStatement(schema: string): Statement {
  const text = `
    insert into ${schema}.audit (partition, decided_at, log_offset, topic, source, record)
    select $1, $2, * from unnest($3::bigint[], $4::text[], $5::text[], $6::text[])
    on conflict (partition, log_offset) do nothing`
  return { name: `put-audit-${schema}`, text, answerMsMax: WRITE_MS_MAX }
}
