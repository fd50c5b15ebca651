import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Act, Moment } from './act.ts'
import { playAct } from './play-act.ts'
import { DEMO_ACTS } from './registry.ts'

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
