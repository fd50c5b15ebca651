import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { warmPromo } from '../testing/warm-cli.ts'

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(() => rmSync(cwd, { recursive: true }))

const configure = (text: string) => writeFileSync(join(cwd, 'promo.config.yaml'), text)
const runsOf = async (env?: Readonly<Record<string, string>>) => JSON.parse((await promo(['runs', '--json'], { cwd, env })).stdout).runs.length

it('says where runs are kept, and the environment wins over it', async () => {
  configure('home: kept')
  mkdirSync(join(cwd, 'kept/runs/20261121-101530-steady-7f3a'), { recursive: true })
  writeFileSync(join(cwd, 'kept/runs/20261121-101530-steady-7f3a/scenario.json'), '{}')
  expect(await runsOf()).toBe(1)
  expect(await runsOf({ PROMO_HOME: 'elsewhere' })).toBe(0)
})

it('says what a scenario gets that does not say it itself; the scenario, the environment and flags win, in this order', async () => {
  const planOf = async (args: readonly string[], env = {}) => JSON.parse((await warmPromo(['simulate', ...args, '--dry-run', '--json'], { cwd, env })).stdout)
  configure('rate: 100\nduration: 4s\nseed: 9\nskus: 50\nstores: 3\n')
  writeFileSync(join(cwd, 'bare.yaml'), 'promotions: []')
  expect(await planOf(['bare.yaml'])).toMatchObject({ durationMs: 4000, seed: '9', skus: 50, stores: 3, events: { total: 400 } })
  writeFileSync(join(cwd, 'own.yaml'), 'seed: 5\nduration: 2s\ntraffic: { shape: { kind: constant, rate: 10 } }')
  expect(await planOf(['own.yaml'])).toMatchObject({ durationMs: 2000, seed: '5', skus: 50, events: { total: 20 } })
  const env = { PROMO_DURATION: '3s', PROMO_SEED: '6', PROMO_SKUS: '20' }
  expect(await planOf(['own.yaml'], env)).toMatchObject({ durationMs: 3000, seed: '6', skus: 20 })
  expect(await planOf(['own.yaml', '--seed', '7'], env)).toMatchObject({ durationMs: 3000, seed: '7' })
})

it('does not stretch a scenario whose stages say how long it is', async () => {
  configure('duration: 4s')
  writeFileSync(join(cwd, 'stages.yaml'), 'traffic: { shape: { kind: stages, stages: [{ duration: 2s, rate: 10 }] } }')
  const { stdout } = await warmPromo(['simulate', 'stages.yaml', '--dry-run', '--json'], { cwd })
  expect(JSON.parse(stdout).durationMs).toBe(2000)
})

it('may be empty', async () => {
  configure('')
  expect(await runsOf()).toBe(0)
})

it.each([
  ['hoem: kept', 'promo.config.yaml:1:1', /"home"/],
  ['# runs\nhome: 5', 'promo.config.yaml:2:1', /home: /],
  ['home: [', 'promo.config.yaml:1:8', /mend/],
  ['home: a\nhome: b', 'promo.config.yaml:2:1', /remove/],
  ['duration: 30', 'promo.config.yaml:1:1', /duration: 30s/],
  ['rate: -1', 'promo.config.yaml:1:1', /rate: 2k/],
  ['skus: many', 'promo.config.yaml:1:1', /skus: 500/],
  ['- home', 'promo.config.yaml:1:1', /remove/],
])('with %j is answered with its place', async (text, place, fix) => {
  configure(text)
  const { exitCode, stdout } = await warmPromo(['runs', '--json'], { cwd })
  expect(exitCode).toBe(104)
  expect(JSON.parse(stdout)).toMatchObject({ error: { place, fix: expect.stringMatching(fix) }, exitCode: 104 })
})
