import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyFolder, promo } from '../../testing/promo-cli.ts'
import { examine } from './doctor.ts'
import { DOCTOR_CHECKS } from './registry.ts'

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(() => rmSync(cwd, { recursive: true }))

it.each(Object.keys(DOCTOR_CHECKS))('looks at everything that %s needs, and says how to mend what is not good', async (target) => {
  const { checks } = await examine(target)
  expect(checks.map(({ name }) => name)).toEqual(Object.keys(DOCTOR_CHECKS[target]))
  for (const { status, fix, found, rule } of checks) {
    expect(fix === null).toBe(status === 'pass')
    expect(found && rule).toMatch(/\w/)
  }
})

it('ends with 0 on a machine that runs, and tells people in a table', async () => {
  const { exitCode, stdout } = await promo(['doctor'], { cwd })
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^✓ Node\.js {2,}24\.[\d.]+\n/)
  expect(stdout).toContain('This machine can run --target embedded.')
})

it('ends with 106 where something is missing, in JSON too', async () => {
  const { exitCode, stdout } = await promo(['doctor', '--json'], { cwd, env: { TMPDIR: '/nowhere/at/all' } })
  const report = JSON.parse(stdout)
  expect([exitCode, report.exitCode]).toEqual([106, 106])
  expect(report.checks.find(({ name }: { name: string }) => name === 'temp')).toMatchObject({ status: 'fail', found: '/nowhere/at/all: ENOENT', fix: expect.stringContaining('TMPDIR') })
})
