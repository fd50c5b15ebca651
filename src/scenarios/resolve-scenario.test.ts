import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { BUILT_IN_SCENARIOS } from './built-in/registry.ts'
import { resolveScenario } from './resolve-scenario.ts'
import { DEFAULT_THRESHOLDS } from './thresholds.ts'

const scaleFault = (fault: string, factor: number) => `${fault}×${factor}`

describe('resolveScenario', () => {
  it('finds a built-in scenario by its name', async () => {
    expect(await resolveScenario('steady')).toMatchObject({ name: 'steady', durationMs: 60_000 })
  })

  it('finds a file by its path', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'promo-resolve-'))
    const file = join(folder, 'mine.yml')
    writeFileSync(file, 'extends: steady\n')
    expect(await resolveScenario(file)).toMatchObject({ name: 'mine' })
    rmSync(folder, { recursive: true })
  })

  it('answers an unknown name with the nearest and all others', async () => {
    await expect(resolveScenario('flashsale')).rejects.toMatchObject({
      mistake: { code: 'unknown_scenario', exitCode: 2, fix: 'did you mean "flash-sale"?', rule: expect.stringContaining(Object.keys(BUILT_IN_SCENARIOS).join(', ')) },
    })
  })

  it.each(['toString', '__proto__', 'constructor'])('knows no scenario %s', async (name) => {
    await expect(resolveScenario(name)).rejects.toMatchObject({ mistake: { code: 'unknown_scenario' } })
  })

  it('answers an unknown file with its name', async () => {
    await expect(resolveScenario('./flash-sale.yaml')).rejects.toMatchObject({ mistake: { code: 'unreadable', exitCode: 104 } })
  })
})

describe('flags', () => {
  const flashSale = (overrides: Parameters<typeof resolveScenario>[1]) => resolveScenario('flash-sale', { scaleFault, ...overrides })

  it('scale everything that has a time by the duration', async () => {
    const { startsAt, durationMs, promotions, faults } = await flashSale({ overrides: { durationMs: 30_000 } })
    expect(durationMs).toBe(30_000)
    expect(promotions[0]).toMatchObject({ startsAt: startsAt + 5_000, endsAt: startsAt + 25_000 })
    expect(faults).toEqual(['bolt.price:crash@30s×0.5'])
  })

  it('make the rate constant', async () => {
    const { traffic } = await resolveScenario('spike-10x', { overrides: { rate: 777 } })
    expect(traffic.shape).toEqual({ kind: 'constant', rate: 777 })
  })

  it('ramp through stages from a standstill, over as long as they take', async () => {
    const stages = [{ durationMs: 5_000, rate: 100 }, { durationMs: 10_000, rate: 0 }]
    const scenario = await flashSale({ overrides: { stages } })
    expect(scenario).toMatchObject({ durationMs: 15_000, traffic: { shape: { kind: 'stages', startRate: 0, stages } }, faults: ['bolt.price:crash@30s×0.25'] })
  })

  it('replace the faults, unscaled, and drop them', async () => {
    expect((await flashSale({ overrides: { faults: ['cache:down@5s'], durationMs: 30_000 } })).faults).toEqual(['cache:down@5s'])
    expect((await resolveScenario('flash-sale', { overrides: { faults: [], durationMs: 30_000 } })).faults).toEqual([])
  })

  it('add thresholds, and replace those of the same subject', async () => {
    const { thresholds } = await flashSale({ overrides: { thresholds: ['decision_latency : p(99) < 50', 'lag: max<10'] } })
    expect(thresholds).toEqual([...DEFAULT_THRESHOLDS, 'decision_latency : p(99) < 50', 'lag: max<10'])
  })

  it('choose seed, catalogue, SKUs and stores', async () => {
    const { seed, catalog } = await flashSale({ overrides: { seed: '9', catalog: 'my.csv', skus: 10, stores: 2 } })
    expect([seed, catalog]).toEqual(['9', { file: 'my.csv', skus: 10, stores: ['S01', 'S02'], stockFactor: 1 }])
  })

  it('generate a catalogue where ours is too small', async () => {
    expect((await flashSale({ overrides: { skus: 5_000 } })).catalog.file).toBe('fixture:catalog.csv')
    expect((await flashSale({ overrides: { skus: 5_001 } })).catalog.file).toBeNull()
    expect((await flashSale({ overrides: { skus: 5_001, catalog: 'my.csv' } })).catalog.file).toBe('my.csv')
  })

  it.each([
    ['--rate', { rate: 5 }],
    ['--duration', { durationMs: 5_000 }],
  ])('of stages contradict %s', async (place, other) => {
    const overrides = { stages: [{ durationMs: 1_000, rate: 1 }], ...other }
    await expect(flashSale({ overrides })).rejects.toMatchObject({ mistake: { code: 'contradictory_flags', place, exitCode: 2 } })
  })
})

it('a built-in scenario needs neither zod nor yaml nor faker', () => {
  const module = fileURLToPath(new URL('./resolve-scenario.ts', import.meta.url))
  const script = `
    import { registerHooks } from 'node:module'
    registerHooks({ resolve: (name, context, next) => { if (/^(zod|yaml|@faker-js)/.test(name)) console.log(name); return next(name, context) } })
    const { resolveScenario } = await import(${JSON.stringify(module)})
    await resolveScenario('flash-sale')`
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })).toBe('')
})
