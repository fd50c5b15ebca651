import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyFolder, promo } from '../testing/promo-cli.ts'
import { warmPromo } from '../testing/warm-cli.ts'
import { brokenInvariants } from '../testing/broken-invariants.ts'

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(() => rmSync(cwd, { recursive: true }))

it('writes what validates and runs straight away', async () => {
  const { exitCode, stdout } = await warmPromo(['init', 'shop'], { cwd })
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('cd shop')])
  const shop = join(cwd, 'shop')
  const valid = await warmPromo(['validate', 'my-sale.yaml'], { cwd: shop })
  expect([valid.exitCode, valid.stdout]).toEqual([0, expect.stringContaining('10 SKUs in 2 stores')])
  const run = await promo(['simulate', 'my-sale.yaml', '--duration', '2s', '--json', '--no-ui'], { cwd: shop })
  expect(brokenInvariants(JSON.parse(run.stdout))).toEqual([])
  const { faults } = JSON.parse(run.stdout)
  expect(faults.map(({ injected }: { injected: number }) => injected > 0)).toEqual([true, true])
})

it('names the schema that lies beside the scenario', async () => {
  await warmPromo(['init'], { cwd })
  const [, schema] = /\$schema=(\S+)/.exec(readFileSync(join(cwd, 'my-sale.yaml'), 'utf8')) as RegExpExecArray
  expect(JSON.parse(readFileSync(join(cwd, schema), 'utf8'))).toMatchObject({ title: 'promo scenario' })
})

it('overwrites nothing but by --force, and adds to .gitignore', async () => {
  writeFileSync(join(cwd, 'catalog.csv'), 'mine')
  writeFileSync(join(cwd, '.gitignore'), 'node_modules/')
  const refused = await warmPromo(['init', '--json'], { cwd })
  expect([refused.exitCode, JSON.parse(refused.stdout).error.value]).toEqual([2, 'catalog.csv'])
  expect(readFileSync(join(cwd, 'catalog.csv'), 'utf8')).toBe('mine')
  expect((await warmPromo(['init', '--force'], { cwd })).exitCode).toBe(0)
  expect((await warmPromo(['init', '--force'], { cwd })).exitCode).toBe(0)
  expect(readFileSync(join(cwd, 'catalog.csv'), 'utf8')).toContain('TOY-001')
  expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('node_modules/\n.promo/\n')
})

it('says that it may not write', async () => {
  mkdirSync(join(cwd, 'taken'))
  writeFileSync(join(cwd, 'taken/file'), '')
  const { exitCode, stdout } = await warmPromo(['init', 'taken/file', '--json'], { cwd })
  expect([exitCode, JSON.parse(stdout).error.code]).toEqual([2, 'unwritable'])
})
