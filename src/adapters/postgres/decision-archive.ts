import type { PostgresLink, Statement } from './client.ts'

const WRITE_MS_MAX = 5000
const SEARCH_MS_MAX = 10_000
const FOUND_MAX = 1000

/** What decisions are looked for by; what is left out does not matter. */
export interface DecisionSearch {
  readonly sku?: string
  readonly store?: string
  readonly reason?: string
  /** Recorded time, epoch ms: from on, and before. */
  readonly from?: number
  readonly to?: number
  /** What the explanation contains, e.g. `{ appliedRules: ['surge'] }`. */
  readonly containing?: object
}

/** The full explanations of decisions, to be searched. It is filled from committed lines; the log stays the record. */
export class DecisionArchive {
  readonly #link: PostgresLink
  readonly #put: Statement
  readonly #search: Statement

  constructor(link: PostgresLink, schema: string) {
    this.#link = link
    this.#put = putStatement(schema)
    this.#search = searchStatement(schema)
  }

  /** Keeps the explanations among a batch's lines. The same line again changes nothing. */
  async append(lines: readonly string[]): Promise<void> {
    const explanations = lines.filter((line) => line.startsWith(EXPLANATION)).map((line) => line.slice(EXPLANATION.length, -1))
    if (explanations.length > 0) await this.#link.run(this.#put, [explanations])
  }

  /** The newest first. */
  async search({ sku, store, reason, from, to, containing }: DecisionSearch): Promise<readonly object[]> {
    const rows = await this.#link.run<{ explanation: object }>(this.#search, [sku, store, reason, from, to, containing])
    return rows.map(({ explanation }) => explanation)
  }
}

const EXPLANATION = '{"topic":"pricing_decisions","explanation":'

function putStatement(schema: string): Statement {
  const text = `
    insert into ${schema}.decisions (decision_id, sku, store, decided_at, reason, price_minor, margin_bps, explanation)
    select e->>'decisionId', e->>'sku', e->>'store', (e->>'ts')::bigint, e->>'reasonCode', (e->>'priceAfter')::bigint, (e->>'marginBps')::integer, e
    from unnest($1::jsonb[]) as e
    on conflict (decision_id) do nothing`
  return { name: `put-decisions-${schema}`, text, answerMsMax: WRITE_MS_MAX }
}

function searchStatement(schema: string): Statement {
  const text = `
    select explanation from ${schema}.decisions
    where ($1::text is null or sku = $1) and ($2::text is null or store = $2) and ($3::text is null or reason = $3)
      and ($4::bigint is null or decided_at >= $4) and ($5::bigint is null or decided_at < $5)
      and ($6::jsonb is null or explanation @> $6)
    order by decided_at desc, decision_id limit ${FOUND_MAX}`
  return { name: `search-decisions-${schema}`, text, answerMsMax: SEARCH_MS_MAX }
}
