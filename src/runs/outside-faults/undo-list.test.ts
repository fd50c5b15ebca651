import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { emptyFolder, promo } from '../../testing/promo-cli.ts'
import { forget, leftBehind, remember } from './undo-list.ts'

let home = ''
beforeEach(() => {
  home = emptyFolder()
  vi.stubEnv('PROMO_HOME', home)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true })
})

const ENABLE = { kind: 'enable_proxy', toxiproxy: '127.0.0.1:1', proxy: 'redis' } as const

/** As a process leaves it that has ended meanwhile. */
function leave(undo: object): void {
  const { pid } = spawnSync('true')
  mkdirSync(join(home, 'undo'), { recursive: true })
  writeFileSync(join(home, 'undo', `${pid}-1-1.json`), JSON.stringify({ schemaVersion: 1, fault: 'cache:down@1s', owner: { pid, mark: 'then' }, undo }))
}

it('given an entry of a process that lives, then it is nobody else’s business until it is forgotten', () => {
  const kept = remember('cache:down@1s', ENABLE)
  expect([readdirSync(join(home, 'undo')).length, leftBehind()]).toEqual([1, []])
  forget(kept)
  expect(readdirSync(join(home, 'undo'))).toEqual([])
})

it('given what was left behind and half an entry, when any command runs, then the one is undone and said, and the other is no trouble', async () => {
  leave(ENABLE)
  writeFileSync(join(home, 'undo', '9-1-1.json'), '{"schemaVersion":1,')
  const { exitCode, stderr } = await promo(['runs', '--json'], { cwd: home, env: { PROMO_HOME: home } })
  expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^undone: cache:down@1s, which process \d+ had left behind \(enable proxy\)\n$/)])
  expect(readdirSync(join(home, 'undo'))).toEqual(['9-1-1.json'])
})

it('given what cannot be undone now, then it is said, and kept for the next command', async () => {
  leave({ ...ENABLE, toxiproxy: 'toxiproxy.invalid:8474' })
  const { exitCode, stderr } = await promo(['runs', '--json'], { cwd: home, env: { PROMO_HOME: home } })
  expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^not undone yet: cache:down@1s/)])
  expect(leftBehind()).toHaveLength(1)
  expect(existsSync(join(home, 'stack.json'))).toBe(false)
})
