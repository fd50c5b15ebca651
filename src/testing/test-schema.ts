import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { PostgresLink } from '../adapters/postgres/client.ts'
import { ensureSchema } from '../adapters/postgres/schema.ts'
import { postgresLogin } from '../adapters/server-url.ts'
import { testServer } from './real-servers.ts'

/** A schema of the test's own in the PostgreSQL of the test stack. */
export class TestSchema {
  readonly name: string
  readonly link: PostgresLink

  static async make(): Promise<TestSchema> {
    const link = await PostgresLink.open(postgresLogin({ url: urlOf(testServer('postgres')) }, '--postgres'))
    const name = `test_${randomUUID().replaceAll('-', '')}`
    await ensureSchema(link, name, { mayCreate: true })
    return new TestSchema(name, link)
  }

  private constructor(name: string, link: PostgresLink) {
    this.name = name
    this.link = link
  }

  async drop(): Promise<void> {
    await this.link.define(`drop schema ${this.name} cascade`)
    await this.link.close()
  }
}

export const urlOf = (address: string): string => `postgresql://promo@${address}/postgres`

/** What an independent reader finds: rows as lines, columns with a blank between them. */
export function psql(query: string): string {
  return execFileSync('psql', [urlOf(testServer('postgres')), '--no-psqlrc', '-At', '-F', ' ', '-c', query], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd()
}
