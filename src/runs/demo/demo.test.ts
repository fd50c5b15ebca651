import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Act } from './act.ts'
import { DEMO_ACTS } from './registry.ts'

const BIN = fileURLToPath(new URL('../../../bin/run.js', import.meta.url))

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'promo-demo-'))
})
afterAll(() => {
  rmSync(home, { recursive: true })
})

it('a canary that passes does not end as it should', () => {
  const canary = DEMO_ACTS.at(-1) as Act
  const document = { verdict: 'pass', invariants: [{ name: 'margin_breaches_published', status: 'pass' }] }
  expect(canary.endedAsItShould(document as unknown as Parameters<Act['endedAsItShould']>[0])).toBe(false)
})

it.each([
  ['load_honesty', 'unknown', true],
  ['load_honesty', 'fail', false],
  ['lost', 'unknown', false],
] as const)('given %s is %s, then a sale that should hold ended as it should: %s', (name, status, expected) => {
  const [sale] = DEMO_ACTS
  const document = { faults: [], invariants: [{ name: 'lost', status: 'pass' }, { name, status }] }
  expect(sale.endedAsItShould(document as unknown as Parameters<Act['endedAsItShould']>[0])).toBe(expected)
})

it('takes three and a half minutes at most, however slow the machine is', () => {
  const trafficMs = DEMO_ACTS.reduce((sum, { overrides }) => sum + (overrides.durationMs ?? 0), 0)
  expect(trafficMs).toBeLessThan(90_000)
})

it('can be left while it waits', { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, [BIN, 'demo', '--auto'], { cwd: home, env: { ...process.env, PROMO_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] })
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  const [exitCode] = await once(child, 'close')
  expect(exitCode).toBe(105)
})
