import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram, NEEDED } from '../adapters/process/find-program.ts'
import { freePorts } from '../adapters/process/free-ports.ts'
import type { ProcessIdentity } from '../adapters/process/process-identity.ts'
import { redisPlan } from '../adapters/process/servers/redis.ts'
import { startServer } from '../adapters/process/start-server.ts'
import { stopProcess } from '../adapters/process/stop-process.ts'

/** A Redis of the test's own, which it may pause and kill. Further lines of configuration may speak of `{dir}` and `{port}`. */
export class OwnRedis {
  readonly port: number
  readonly dir: string
  readonly #conf: readonly string[]
  #running: ProcessIdentity | undefined

  static async start(conf: readonly string[] = [], prepare: (dir: string) => void = () => {}): Promise<OwnRedis> {
    const [port] = await freePorts(1)
    const redis = new OwnRedis(port, conf)
    prepare(redis.dir)
    await redis.start()
    return redis
  }

  private constructor(port: number, conf: readonly string[]) {
    this.port = port
    this.dir = mkdtempSync(join(tmpdir(), 'promo-own-redis-'))
    this.#conf = conf
  }

  async start(): Promise<void> {
    const plan = redisPlan({ program: findProgram(NEEDED.redis), port: this.port, proxyPort: 0, dir: this.dir })
    const conf = [plan.files['redis.conf'], ...this.#conf].join('\n').replaceAll('{dir}', this.dir).replaceAll('{port}', String(this.port))
    this.#running = await startServer({ ...plan, files: { 'redis.conf': `${conf}\n` } })
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.#running!.pid, name)
  }

  async kill(): Promise<void> {
    await stopProcess(this.#running!, 'SIGKILL')
  }

  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.dir, { recursive: true })
  }
}

/** A certificate for 127.0.0.1 that is its own authority. */
export function makeCertificate(dir: string): void {
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', 'key.pem', '-out', 'cert.pem', ...names], { cwd: dir, stdio: 'pipe' })
}
