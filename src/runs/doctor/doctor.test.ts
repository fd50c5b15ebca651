import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyFolder } from '../../testing/promo-cli.ts'
import { warmPromo } from '../../testing/warm-cli.ts'
import { type Diagnosis, examine } from './doctor.ts'
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
  const { exitCode, stdout } = await warmPromo(['doctor'], { cwd })
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^✓ Node\.js {2,}24\.[\d.]+\n/)
  expect(stdout).toContain('This machine can run --target embedded.')
})

it('ends with 106 where something is missing, in JSON too', async () => {
  const { exitCode, stdout } = await warmPromo(['doctor', '--json'], { cwd, env: { TMPDIR: '/nowhere/at/all' } })
  const report = JSON.parse(stdout)
  expect([exitCode, report.exitCode]).toEqual([106, 106])
  expect(report.checks.find(({ name }: { name: string }) => name === 'temp')).toMatchObject({ status: 'fail', found: '/nowhere/at/all: ENOENT', fix: expect.stringContaining('TMPDIR') })
})

describe('for --target kafka', () => {
  /** Programs that say nothing but this, in a PATH that has no others. */
  function pathOf(programs: Readonly<Record<string, string>>): string {
    const bin = join(cwd, 'bin')
    mkdirSync(bin)
    for (const [name, script] of Object.entries(programs)) writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    return bin
  }

  async function examined(programs: Readonly<Record<string, string>>) {
    const { exitCode, stdout } = await warmPromo(['doctor', '--target', 'kafka', '--json'], { cwd, env: { PATH: pathOf(programs), PROMO_CACHE: join(cwd, 'cache') } })
    const { checks } = JSON.parse(stdout) as { readonly checks: readonly Diagnosis[] }
    return { exitCode, found: Object.fromEntries(checks.map((check) => [check.name, check])) }
  }

  const JAVA = `echo 'openjdk version "21.0.4" 2024-07-16' >&2`
  const ALL = { java: JAVA, mvn: '', go: '', 'redis-server': '', initdb: '', postgres: '' }

  it('given nothing is installed, when it looks, then it names each program and how to get it, and ends with 106', async () => {
    const { exitCode, found } = await examined({})
    expect(exitCode).toBe(106)
    for (const [name, program] of [['java', 'default-jre-headless'], ['kafka-jars', 'apt-get install maven'], ['toxiproxy', 'golang-go'], ['redis', 'redis-server']]) {
      expect(found[name]).toMatchObject({ status: 'fail', found: expect.stringContaining('is not here'), fix: expect.stringContaining(program) })
      expect(found[name].fix).toContain('scripts/install-servers.sh')
    }
    expect(found.stack).toMatchObject({ status: 'pass', found: expect.stringContaining('promo stack up') })
  })

  it('given all programs are here, when it looks, then it ends with 0', async () => {
    const { exitCode, found } = await examined(ALL)
    expect([exitCode, found.java.found, found.docker.found]).toEqual([0, `21.0.4 (${join(cwd, 'bin', 'java')})`, 'not here: the servers run as plain processes'])
    expect(found['kafka-jars'].found).toBe(`promo stack up fetches it by ${join(cwd, 'bin', 'mvn')}`)
  })

  it.each([
    ['too old', `echo 'java version "11.0.2"' >&2`, '11.0.2'],
    ['broken', 'exit 1', 'does not run'],
  ])('given a Java that is %s, when it looks, then that is why it ends with 106', async (_, java, said) => {
    const { exitCode, found } = await examined({ ...ALL, java })
    expect([exitCode, found.java]).toMatchObject([106, { status: 'fail', found: expect.stringContaining(said), rule: '17 or newer' }])
  })

  it('given Docker works, when it looks, then no program is needed', async () => {
    const { exitCode, found } = await examined({ docker: '' })
    expect([exitCode, found.docker.found, found.java.found]).toEqual([0, 'works', 'comes with Docker'])
  })

  it('given the stack has a server that ended, when it looks, then it ends with 106 and names it', async () => {
    const redis = { name: 'redis', kind: 'redis', address: '127.0.0.1:1', process: { pid: 1, startedAt: 'never' } }
    mkdirSync(join(cwd, '.promo'))
    writeFileSync(join(cwd, '.promo', 'stack.json'), JSON.stringify({ schemaVersion: 1, mode: 'processes', servers: [redis] }))
    const { exitCode, found } = await examined(ALL)
    expect([exitCode, found.stack]).toMatchObject([106, { status: 'fail', found: 'redis: its process has ended', fix: expect.stringContaining('promo stack down') }])
  })
})
