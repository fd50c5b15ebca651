import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Act, Moment } from './act.ts'
import { playAct } from './play-act.ts'
import { DEMO_ACTS } from './registry.ts'

const BIN = fileURLToPath(new URL('../../../bin/run.js', import.meta.url))

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'promo-demo-'))
  process.env.PROMO_HOME = home
})
afterAll(() => {
  delete process.env.PROMO_HOME
  rmSync(home, { recursive: true })
})

/** The act in a fifth of its time, with its own faults where they have a place in it. */
function shortened(act: Act): Act {
  const faults = act.overrides.faults?.map((fault) => fault.replace(/@.*?(\+[^~]+)?(~.*)?$/, (_at, length, share = '') => `@1s${length ? '+1s' : ''}${share}`))
  return { ...act, overrides: { ...act.overrides, durationMs: 3000, faults } }
}

describe.each(DEMO_ACTS.map((act) => [act.name, act] as const))('the act %s', (_name, act) => {
  it('ends as it should, and says what there is to see', { timeout: 60_000 }, async () => {
    const moments: Moment[] = []
    const played = await playAct(shortened(act), { onMoments: (each) => moments.push(...each), onProgress: () => {}, signal: new AbortController().signal })
    expect(played.endedAsItShould).toBe(true)
    expect(played.ending.length).toBeGreaterThan(2)
    expect(played.explanation.length > 0).toBe(act.explainsCut)
    expect(played.document.run.command).toContain(`promo simulate ${act.scenario}`)
  })
})

it('a canary that passes does not end as it should', () => {
  const canary = DEMO_ACTS.at(-1) as Act
  const document = { verdict: 'pass', invariants: [{ name: 'margin_breaches_published', status: 'pass' }] }
  expect(canary.endedAsItShould(document as unknown as Parameters<Act['endedAsItShould']>[0])).toBe(false)
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
