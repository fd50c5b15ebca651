// Suites that need real servers get a stack of their own, which goes when they are done. Where PROMO_TEST_BROKERS,
// PROMO_TEST_REDIS, PROMO_TEST_POSTGRES and PROMO_TEST_TOXIPROXY name servers already, those are used and left alone.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/run.js', import.meta.url))

export function setup() {
  if (process.env.PROMO_TEST_BROKERS) return undefined
  const home = mkdtempSync(join(tmpdir(), 'promo-test-stack-'))
  const promo = (...args) => execFileSync(process.execPath, [bin, ...args], { env: { ...process.env, PROMO_HOME: home }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  const { servers } = JSON.parse(promo('stack', 'up', '--no-docker', '--brokers', '1', '--json'))
  const addresses = (kind) => servers.filter((server) => server.kind === kind).map(({ address }) => address).join(',')
  process.env.PROMO_TEST_BROKERS = addresses('kafka')
  process.env.PROMO_TEST_REDIS = addresses('redis')
  process.env.PROMO_TEST_POSTGRES = addresses('postgres')
  process.env.PROMO_TEST_TOXIPROXY = addresses('toxiproxy')
  return () => {
    promo('stack', 'down', '--json')
    rmSync(home, { recursive: true })
  }
}
