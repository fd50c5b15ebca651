import pg from 'pg'

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
