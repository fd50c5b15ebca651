import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyFolder, promo } from '../testing/promo-cli.ts'

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

it('may be empty', async () => {
  configure('')
  expect(await runsOf()).toBe(0)
})

it.each([
  ['hoem: kept', 'promo.config.yaml:1:1', /"home"/],
  ['# runs\nhome: 5', 'promo.config.yaml:2:1', /home: /],
  ['home: [', 'promo.config.yaml:1:8', /mend/],
  ['home: a\nhome: b', 'promo.config.yaml:2:1', /remove/],
  ['- home', 'promo.config.yaml:1:1', /remove/],
])('with %j is answered with its place', async (text, place, fix) => {
  configure(text)
  const { exitCode, stdout } = await promo(['runs', '--json'], { cwd })
  expect(exitCode).toBe(104)
  expect(JSON.parse(stdout)).toMatchObject({ error: { place, fix: expect.stringMatching(fix) }, exitCode: 104 })
})
