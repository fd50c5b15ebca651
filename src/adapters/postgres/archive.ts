import { setTimeout } from 'node:timers/promises'
import { Unavailable } from '../../engine/pricing/ports.ts'
import { AUDITED_TOPICS, auditRows, CHAIN_START, type ChainEnd } from './audit-chain.ts'
import type { PostgresLink, Statement } from './client.ts'

/** A committed record, and where it stands. */
export interface ArchiveRecord {
  /** Without the run's prefix. */
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly value: string
}

export interface ArchiveCounts {
  readonly decisions: number
  readonly audit: ChainEnd
}

const DECISIONS_TOPIC = 'pricing_decisions'
const EXPLANATION = `{"topic":"${DECISIONS_TOPIC}","explanation":`
const ANSWER_MS_MAX = 5000
const COUNT_MS_MAX = 60_000
const AGAIN_AFTER_MS = 200
const GIVE_UP_AFTER_MS = 30_000
/** Two archives at work on one schema: the chain has one next position, and one of them gets it. */
const TAKEN = '23505'

/** Topics that have something to keep; the rare ones first, so that the many decisions do not keep them waiting. */
export const ARCHIVED_TOPICS: readonly string[] = [...AUDITED_TOPICS, DECISIONS_TOPIC]

/**
 * Decisions with their explanations, to be searched, and the audit. What is kept and how far the topics are read is one
 * statement, hence one transaction: each record is in the archive once, whoever is ended when. The log stays the record.
 */
export class Archive {
  readonly #link: PostgresLink
  readonly #schema: string
  readonly #put: Statement
  readonly #nextOffsets = new Map<string, number>()
  #end = CHAIN_START

  /** `schema` comes from `ensureSchema`. */
  static async open(link: PostgresLink, schema: string): Promise<Archive> {
    const archive = new Archive(link, schema)
    await archive.#look()
    return archive
  }

  private constructor(link: PostgresLink, schema: string) {
    this.#link = link
    this.#schema = schema
    this.#put = putStatement(schema)
  }

  /** The first record of a partition that is not in the archive. */
  nextOffset(topic: string, partition: number): number {
    return this.#nextOffsets.get(keyOf(topic, partition)) ?? 0
  }

  /** After an error nobody knows whether the records are there: it looks, and writes what is not. Rejects with `Unavailable` in the end. */
  async append(records: readonly ArchiveRecord[]): Promise<void> {
    const giveUpAt = performance.now() + GIVE_UP_AFTER_MS
    for (let again = false; ; again = true) {
      try {
        if (again) await this.#look()
        return await this.#write(records.filter(({ topic, partition, offset }) => offset >= this.nextOffset(topic, partition)))
      } catch (error) {
        if (!mayBeThere(error) || performance.now() > giveUpAt) throw error
        await setTimeout(AGAIN_AFTER_MS)
      }
    }
  }

  async counts(): Promise<ArchiveCounts> {
    const [{ decisions }] = await this.#ask<{ decisions: string }>('count', `select count(*) as decisions from ${this.#schema}.decisions`, COUNT_MS_MAX)
    return { decisions: Number(decisions), audit: this.#end }
  }

  async #look(): Promise<void> {
    const offsets = await this.#ask<{ topic: string; partition: number; next_offset: string }>('offsets', `select * from ${this.#schema}.archive_offsets`)
    const [last] = await this.#ask<{ position: string; hash: string }>('end', `select position, hash from ${this.#schema}.audit order by position desc limit 1`)
    for (const { topic, partition, next_offset } of offsets) this.#nextOffsets.set(keyOf(topic, partition), Number(next_offset))
    this.#end = last ? { rows: Number(last.position), hash: last.hash } : CHAIN_START
  }

  async #write(records: readonly ArchiveRecord[]): Promise<void> {
    if (records.length === 0) return
    const rows = auditRows(records, this.#end)
    const reached = [...new Map(records.map(({ topic, partition, offset }) => [keyOf(topic, partition), { topic, partition, next: offset + 1 }])).values()]
    await this.#link.run(this.#put, [
      explanationsOf(records),
      ...columns(rows, ['position', 'topic', 'partition', 'offset', 'receivedAt', 'source', 'value', 'hash']),
      ...columns(reached, ['topic', 'partition', 'next']),
    ])
    for (const { topic, partition, next } of reached) this.#nextOffsets.set(keyOf(topic, partition), next)
    const last = rows.at(-1)
    if (last) this.#end = { rows: last.position, hash: last.hash }
  }

  #ask<Row extends object>(name: string, text: string, answerMsMax = ANSWER_MS_MAX): Promise<readonly Row[]> {
    return this.#link.run<Row>({ name: `archive-${name}-${this.#schema}`, text, answerMsMax }, [])
  }
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`

const mayBeThere = (error: unknown): boolean => error instanceof Unavailable || (error as { readonly code?: string }).code === TAKEN

function columns<Row>(rows: readonly Row[], fields: readonly (keyof Row)[]): readonly (readonly unknown[])[] {
  return fields.map((field) => rows.map((row) => row[field]))
}

function explanationsOf(records: readonly ArchiveRecord[]): readonly string[] {
  return records.filter(({ value }) => value.startsWith(EXPLANATION)).map(({ value }) => storable(value.slice(EXPLANATION.length, -1)))
}

/** JSON may speak of NUL and of half a surrogate pair, in a SKU for instance; PostgreSQL's jsonb cannot keep them. */
const storable = (json: string): string => json.replaceAll(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f]..)/g, '$1\\ufffd')

function putStatement(schema: string): Statement {
  const text = `
    with decided as (
      insert into ${schema}.decisions (decision_id, sku, store, decided_at, reason, price_minor, margin_bps, explanation)
      select e->>'decisionId', e->>'sku', e->>'store', (e->>'ts')::bigint, e->>'reasonCode', (e->>'priceAfter')::bigint, (e->>'marginBps')::integer, e
      from unnest($1::jsonb[]) as e
      on conflict (decision_id) do nothing),
    audited as (
      insert into ${schema}.audit (position, topic, partition, log_offset, received_at, source, record, hash)
      select * from unnest($2::bigint[], $3::text[], $4::integer[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[]))
    insert into ${schema}.archive_offsets as known (topic, partition, next_offset)
    select * from unnest($10::text[], $11::integer[], $12::bigint[])
    on conflict (topic, partition) do update set next_offset = excluded.next_offset where known.next_offset < excluded.next_offset`
  return { name: `archive-${schema}`, text, answerMsMax: ANSWER_MS_MAX }
}
