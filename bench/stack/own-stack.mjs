// A stack of the bench's own: one broker, Redis and PostgreSQL on the machine's two cores.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

/** Runs `work` with the addresses of a stack that is taken down afterwards, whatever happens. */
export async function withStack(work, brokers = 1) {
  const home = mkdtempSync(join(tmpdir(), 'promo-bench-stack-'))
  const env = { ...process.env, PROMO_HOME: home }
  const promo = (...args) => execFileSync(process.execPath, [BIN, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const { servers } = JSON.parse(promo('stack', 'up', '--no-docker', '--brokers', String(brokers), '--json'))
    const addresses = (kind) => servers.filter((server) => server.kind === kind).map(({ address }) => address)
    return await work({ env, home, servers, brokers: addresses('kafka'), redis: addresses('redis')[0], postgres: addresses('postgres')[0] })
  } finally {
    promo('stack', 'down', '--json')
    rmSync(home, { recursive: true, force: true })
  }
}
