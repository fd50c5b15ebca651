import { UserError } from '../../engine/kernel/user-error.ts'
import { Unavailable } from '../../engine/pricing/ports.ts'
import type { PostgresLink, Statement } from './client.ts'

const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,40}$/
const ANSWER_MS_MAX = 5000

const FIND: Statement = { name: 'find-schema', text: 'select to_regclass($1) is not null as there', answerMsMax: ANSWER_MS_MAX }

/**
 * The tables of one run or one shop, in a PostgreSQL schema of their own. What is there is left as it is; what is
 * missing is made only with leave. Returns the schema's name, safe to stand in a statement.
 */
export async function ensureSchema(link: PostgresLink, schema: string, { mayCreate }: { readonly mayCreate: boolean }): Promise<string> {
  if (!SCHEMA_NAME.test(schema)) throw badName(schema)
  const [{ there }] = await link.run<{ there: boolean }>(FIND, [`${schema}.audit`]).catch((error: Error) => {
    throw error instanceof Unavailable ? error : refused(schema, error)
  })
  if (there) return schema
  if (!mayCreate) throw missing(schema)
  await link.define(tables(schema)).catch((error: Error) => {
    throw refused(schema, error)
  })
  return schema
}

/** Throws where there are prices already: they would be taken for the run's own. */
export async function refuseUsedSchema(link: PostgresLink, schema: string): Promise<void> {
  const [{ there }] = await link.run<{ there: boolean }>(FIND, [`${schema}.last_safe_prices`])
  if (!there) return
  const [{ used }] = await link.run<{ used: boolean }>({ name: `used-${schema}`, text: `select exists (select from ${schema}.last_safe_prices) as used`, answerMsMax: ANSWER_MS_MAX }, [])
  if (!used) return
  const rule = 'it begins with empty tables, so that every price in them is its own'
  throw new UserError({ code: 'unfit_schema', message: `schema ${schema} has prices`, place: 'PostgreSQL schema', value: schema, rule, fix: 'choose another --out, or delete what is left of the earlier one: promo runs clean', exitCode: 106 })
}

/** Times are epoch milliseconds, money is in minor units: as everywhere else. 0 for a price: unavailable. */
function tables(schema: string): string {
  return `
    create schema if not exists ${schema};

    create table if not exists ${schema}.last_safe_prices (
      sku text, store text, price_minor bigint not null, currency text not null, promo_label text not null,
      valid_until bigint not null, version bigint not null, floor_minor bigint not null, cost_version bigint not null,
      promo_free_minor bigint not null, published_at bigint not null,
      primary key (sku, store));

    create table if not exists ${schema}.decisions (
      decision_id text primary key, sku text not null, store text not null, decided_at bigint not null,
      reason text not null, price_minor bigint, margin_bps integer, explanation jsonb not null);
    create index if not exists decisions_by_item on ${schema}.decisions (sku, store, decided_at);
    create index if not exists decisions_by_reason on ${schema}.decisions (reason, decided_at);
    create index if not exists decisions_by_content on ${schema}.decisions using gin (explanation jsonb_path_ops);

    create table if not exists ${schema}.audit (
      position bigint primary key, topic text not null, partition integer not null, log_offset bigint not null,
      received_at bigint, source text not null, record text not null, hash text not null,
      unique (topic, partition, log_offset));
    create or replace function ${schema}.refuse_change() returns trigger language plpgsql as
      $$ begin raise exception 'the audit only grows: nothing in it is changed or deleted'; end $$;
    create or replace trigger audit_only_grows before update or delete or truncate on ${schema}.audit
      for each statement execute function ${schema}.refuse_change();
    ${auditFaults(schema)};

    create table if not exists ${schema}.archive_offsets (
      topic text, partition integer, next_offset bigint not null, primary key (topic, partition))`
}

/** Rows that do not follow from the row before: changed, or behind one that was changed or is gone. */
function auditFaults(schema: string): string {
  return `
    create or replace view ${schema}.audit_faults as
      select position, topic, partition, log_offset from (
        select *, lag(hash, 1, '') over chain as hash_before, row_number() over chain as place
        from ${schema}.audit window chain as (order by position)) as rows
      where position <> place or hash <> encode(sha256(convert_to(
        concat_ws(E'\\n', hash_before, position, topic, partition, log_offset, coalesce(received_at::text, ''), source, record), 'UTF8')), 'hex')`
}

function badName(value: string): UserError {
  const rule = 'small letters, digits and _, at most 41, and no digit first'
  return new UserError({ code: 'bad_schema', message: 'this cannot be the name of a schema', place: 'PostgreSQL schema', value, rule, fix: 'write for example promo', exitCode: 2 })
}

function missing(value: string): UserError {
  return new UserError({
    code: 'schema_missing',
    message: `the tables of schema ${value} are not there`,
    place: 'PostgreSQL schema',
    value,
    rule: 'in a database of your own nothing is made without your leave',
    fix: 'say --create-topics, which makes tables as well, or make them first',
    exitCode: 106,
  })
}

function refused(value: string, { message }: Error): UserError {
  const rule = 'the role makes its own schema, or finds it made'
  return new UserError({ code: 'schema_refused', message: `the tables cannot be made or used: ${message}`, place: 'PostgreSQL schema', value, rule, fix: 'grant create on the database to the role, or usage on the schema', exitCode: 106 })
}
