import pg from 'pg'
import { UserError } from '../../engine/kernel/user-error.ts'
import { Unavailable } from '../../engine/pricing/ports.ts'
import { isUntrusted, untrusted } from '../certificate-trouble.ts'
import { answeredWithin } from '../deadline.ts'
import { InFlight } from '../in-flight.ts'
import type { ServerLogin } from '../server-url.ts'

/** A statement with its name: PostgreSQL plans it once a connection. */
export interface Statement {
  readonly name: string
  readonly text: string
  readonly answerMsMax: number
}

const CONNECTIONS_MAX = 4
/** Who falls back on this server must not wait for a connection first, so that many are made at once, and all stay. */
const CONNECTIONS_READY = 2
const CONNECT_MS_MAX = 1000
const IN_FLIGHT_MAX = 64
const SCHEMA_MS_MAX = 30_000

/** Classes of SQLSTATE by which a server says that it cannot help now: connection, resources, shutdown, and recovery. */
const NOT_NOW = /^(08|53|57P|25006)/

/** A few connections in the project's way to use pg, which only this file imports. They come back by themselves. */
export class PostgresLink {
  readonly #pool: pg.Pool
  readonly #inFlight: InFlight
  readonly name: string

  /** Returns when the server has answered; a server that is not there is an error of the environment. */
  static async open(login: ServerLogin): Promise<PostgresLink> {
    const link = new PostgresLink(login)
    try {
      await Promise.all(Array.from({ length: CONNECTIONS_READY }, () => link.#pool.query('select 1')))
      return link
    } catch (error) {
      await link.close()
      throw notThere(link.name, error as Error)
    }
  }

  private constructor(login: ServerLogin) {
    this.name = `PostgreSQL at ${login.host}:${login.port}`
    this.#inFlight = new InFlight(this.name, IN_FLIGHT_MAX)
    this.#pool = new pg.Pool(configOf(login))
    // Of connections that nobody uses just now: the next query finds out by itself.
    this.#pool.on('error', () => {})
  }

  /** Rejects with `Unavailable` where no answer comes in time: the statement may have been carried out all the same. */
  run<Row extends pg.QueryResultRow>({ name, text, answerMsMax }: Statement, values: readonly unknown[]): Promise<readonly Row[]> {
    const work = this.#inFlight.run(async () => {
      try {
        const { rows } = await this.#pool.query<Row>({ name, text, values: [...values], query_timeout: answerMsMax } as pg.QueryConfig)
        return rows
      } catch (error) {
        throw isAnswer(error as Error) ? error : new Unavailable(this.name)
      }
    })
    // The wait for a connection is none of pg's own time limits for a query.
    return answeredWithin(answerMsMax, this.name, work)
  }

  /** For making tables: several statements at once, all of them or none. */
  async define(statements: string): Promise<void> {
    await this.#pool.query({ text: statements, query_timeout: SCHEMA_MS_MAX } as pg.QueryConfig)
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }
}

function configOf({ host, port, username, password, database, tls }: ServerLogin): pg.PoolConfig {
  return {
    host,
    port,
    user: username,
    password,
    database: database || undefined,
    ssl: tls,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    idleTimeoutMillis: 0,
    application_name: 'promo',
  }
}

function isAnswer(error: Error & { readonly code?: string }): boolean {
  return error instanceof pg.DatabaseError && !NOT_NOW.test(error.code ?? '')
}

function notThere(name: string, error: Error): UserError {
  if (isUntrusted(error)) return untrusted(name, '--postgres-ca', error)
  return new UserError({
    code: 'postgres_unavailable',
    message: `${name} cannot be used: ${error.message}`,
    place: name,
    rule: 'the price store answers before a run begins',
    fix: 'promo stack status shows the stack; for a PostgreSQL of your own, see that it runs and that user, password and database are right',
    exitCode: 106,
  })
}

/** Asks once, without a second try: what PostgreSQL says of itself. */
export async function askPostgres(url: string, timeoutMs: number): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version")
    return `PostgreSQL ${rows[0].version}`
  } finally {
    await client.end().catch(() => {})
  }
}
