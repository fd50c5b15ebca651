import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { estimateDiskBytes, planScenario } from './plan-scenario.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'promo-plan-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function scenarioFile(...lines: readonly string[]): string {
  const file = join(folder, 'mine.yaml')
  writeFileSync(file, ['traffic: { shape: { kind: constant, rate: 20k } }', ...lines].join('\n'))
  return file
}

const mistakeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error) => error.mistake)

describe('a plan', () => {
  it('is a built-in scenario as it stands', async () => {
    const scenario = await planScenario('flash-sale')
    expect(scenario).toMatchObject({ name: 'flash-sale', seed: '1', durationMs: 60_000, faults: ['bolt.price:crash@30s'] })
  })

  it('scales faults with the duration, but not those of the flags', async () => {
    expect(await planScenario('flash-sale', { durationMs: 10_000 })).toMatchObject({ durationMs: 10_000, faults: ['bolt.price:crash@5s'] })
    expect(await planScenario('flash-sale', { durationMs: 10_000, faults: ['cache:down@8s+1s'] })).toMatchObject({ faults: ['cache:down@8s+1s'] })
  })

  it('draws a seed where it shall be random', async () => {
    const seeds = await Promise.all([1, 2].map(async () => (await planScenario('steady', { seed: 'random' })).seed))
    expect(seeds).toEqual([expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/)])
    expect(seeds[0]).not.toBe(seeds[1])
    expect(seeds.every((seed) => Number.isSafeInteger(Number(seed)))).toBe(true)
  })

  it('has as many SKUs as the catalogue of its own', async () => {
    const row = (sku: string) => `${sku},Kettle,home,Acme,Acme,INR,100.00,60.00,1.00,excluded,,\n`
    const header = readFileSync('fixtures/catalog.csv', 'utf8').split('\n', 1)[0]
    writeFileSync(join(folder, 'three.csv'), `${header}\n${row('A')}${row('B')}${row('C')}`)
    expect((await planScenario(scenarioFile('catalog: { file: three.csv }'))).catalog.skus).toBe(3)
    expect((await planScenario('steady', { catalog: join(folder, 'three.csv'), skus: 2 })).catalog.skus).toBe(2)
    writeFileSync(join(folder, 'header.csv'), `${header}\n`)
    expect(await mistakeOf(planScenario('steady', { catalog: join(folder, 'header.csv') }))).toMatchObject({ code: 'no_skus', exitCode: 104 })
  })

  it('replaces thresholds of the same subject', async () => {
    const { thresholds } = await planScenario('flash-sale', { thresholds: ['decision_latency: p(99)<50'] })
    expect(thresholds.filter((text) => text.startsWith('decision_latency'))).toEqual(['decision_latency: p(99)<50'])
  })

  it('tells about what it will write', async () => {
    const bytes = estimateDiskBytes(await planScenario('flash-sale'))
    expect([bytes > 3e8, bytes < 8e8]).toEqual([true, true])
    expect(estimateDiskBytes(await planScenario('flash-sale', { durationMs: 1000 }))).toBeLessThan(bytes / 3)
  })
})

describe('no plan', () => {
  it('is made with a fault past the end of the shortened run', async () => {
    expect(await mistakeOf(planScenario('steady', { durationMs: 5000, faults: ['cache:down@9s'] }))).toMatchObject({ code: 'fault_past_the_end', place: '--fault', exitCode: 2 })
  })

  it('is made with two faults on one target at once, and the file is named', async () => {
    const file = scenarioFile("faults: ['cache:down@1s+9s', 'cache:down@5s+1s']")
    expect(await mistakeOf(planScenario(file))).toMatchObject({ code: 'faults_overlap', place: `${file}:2:30`, exitCode: 104 })
  })

  it('is made with an unknown bolt, fault or metric, and the line is named', async () => {
    expect(await mistakeOf(planScenario(scenarioFile("faults: ['bolt.pricing:crash@1s']")))).toMatchObject({ code: 'unknown_bolt', fix: 'did you mean "price"?' })
    expect(await mistakeOf(planScenario(scenarioFile("faults: ['cache:dwn']")))).toMatchObject({ code: 'unknown_fault', place: expect.stringMatching(/mine\.yaml:2:10$/) })
    expect(await mistakeOf(planScenario(scenarioFile("thresholds: ['lst: count==0']")))).toMatchObject({ code: 'unknown_metric', place: expect.stringMatching(/mine\.yaml:2:14$/) })
  })

  it('is made with what is not there yet', async () => {
    expect(await mistakeOf(planScenario(scenarioFile("thresholds: [{ threshold: 'lost: count==0', abortOnFail: true }]")))).toMatchObject({ code: 'threshold_not_there_yet', exitCode: 104 })
  })

  it('is made without the catalogue', async () => {
    expect(await mistakeOf(planScenario('steady', { catalog: join(folder, 'no.csv') }))).toMatchObject({ code: 'no_catalog', place: '--catalog', exitCode: 2 })
    expect(await mistakeOf(planScenario(scenarioFile('catalog: { file: no.csv }')))).toMatchObject({ code: 'no_catalog', exitCode: 104 })
  })

  it('is made with stages that last no time', async () => {
    expect(await mistakeOf(planScenario('steady', { stages: [{ durationMs: 0, rate: 5 }] }))).toMatchObject({ code: 'no_time', place: '--stage', exitCode: 2 })
  })
})
