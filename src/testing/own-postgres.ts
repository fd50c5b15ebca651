import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { askPostgres, PostgresLink } from '../adapters/postgres/client.ts'
import { findProgram, NEEDED } from '../adapters/process/find-program.ts'
import { freePorts } from '../adapters/process/free-ports.ts'
import type { ProcessIdentity } from '../adapters/process/process-identity.ts'
import { postgresPlan } from '../adapters/process/servers/postgres.ts'
import { startServer } from '../adapters/process/start-server.ts'
import { stopProcess } from '../adapters/process/stop-process.ts'
import { unprivilegedUser } from '../adapters/process/unprivileged-user.ts'
import { postgresLogin } from '../adapters/server-url.ts'
import { makeCertificate } from './own-redis.ts'

const UP_WITHIN_MS = 30_000

/** A PostgreSQL of the test's own: `promo` comes in as it is, everybody else through TLS and with a password. */
export class OwnPostgres {
  readonly port: number
  readonly dir: string
  #running: ProcessIdentity | undefined

  static async start(): Promise<OwnPostgres> {
    const [port] = await freePorts(1)
    const postgres = new OwnPostgres(port)
    await postgres.#start()
    return postgres
  }

  private constructor(port: number) {
    this.port = port
    this.dir = mkdtempSync(join(tmpdir(), 'promo-own-postgres-'))
    // PostgreSQL runs as another user.
    chmodSync(this.dir, 0o711)
  }

  /** Of the authority that signed its certificate, which is the certificate itself. */
  get caFile(): string {
    return join(this.dir, 'tls', 'cert.pem')
  }

  /** As the role that may do everything. */
  async define(statements: string): Promise<void> {
    const link = await PostgresLink.open(postgresLogin({ url: this.#url }, '--postgres'))
    await link.define(statements)
    await link.close()
  }

  async remove(): Promise<void> {
    await stopProcess(this.#running!, 'SIGINT')
    rmSync(this.dir, { recursive: true })
  }

  async #start(): Promise<void> {
    const plan = postgresPlan({ initdb: findProgram(NEEDED.initdb), program: findProgram(NEEDED.postgres), port: this.port, proxyPort: 0, dir: this.dir, user: unprivilegedUser() })
    const tls = this.#makeTls()
    const settings = ['ssl=on', `ssl_cert_file=${join(tls, 'cert.pem')}`, `ssl_key_file=${join(tls, 'key.pem')}`].flatMap((each) => ['-c', each])
    const files = { 'pg_hba.conf': 'host all promo 127.0.0.1/32 trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n' }
    this.#running = await startServer({ ...plan, files, call: { ...plan.call, args: [...plan.call.args, ...settings] } })
    for (const giveUpAt = performance.now() + UP_WITHIN_MS; !(await this.#answers()); await sleep(50)) {
      if (performance.now() > giveUpAt) throw new Error(`the PostgreSQL of the test does not come up; its log is ${join(plan.dir, 'server.log')}`)
    }
  }

  /** PostgreSQL takes a key only where nobody else can read it. */
  #makeTls(): string {
    const dir = join(this.dir, 'tls')
    mkdirSync(dir)
    makeCertificate(dir)
    const { uid, gid } = unprivilegedUser() ?? { uid: process.getuid!(), gid: process.getgid!() }
    chownSync(join(dir, 'key.pem'), uid, gid)
    chmodSync(join(dir, 'key.pem'), 0o600)
    return dir
  }

  async #answers(): Promise<boolean> {
    return askPostgres(this.#url, 1000).then(() => true, () => false)
  }

  get #url(): string {
    return `postgresql://promo@127.0.0.1:${this.port}/postgres`
  }
}
