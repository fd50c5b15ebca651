import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptyFolder } from '../../testing/promo-cli.ts'
import { writeStack } from './stack-state.ts'
import { stackStatus } from './status.ts'

let home = ''
beforeEach(() => {
  home = emptyFolder()
  vi.stubEnv('PROMO_HOME', home)
})
afterEach(() => rmSync(home, { recursive: true }))

const address = '127.0.0.1:1'

test('a server whose process has ended, or that does not answer, is down and says why', async () => {
  const ended = { pid: process.pid, mark: 'of another time', dir: home, call: { program: 'x', args: [], cwd: home }, stopSignal: 'SIGTERM' } as const
  const kinds = ['kafka', 'redis', 'postgres', 'toxiproxy'] as const
  const silent = kinds.map((kind) => ({ name: `silent-${kind}`, kind, address, process: null }))
  writeStack({ schemaVersion: 1, mode: 'docker', startedAt: '', startedBy: ended, dataDir: null, composeProject: null, servers: [{ name: 'ended', kind: 'redis', address, process: ended }, ...silent] })

  const { servers } = await stackStatus()

  expect(servers.map(({ name, pid, health }) => [name, pid, health])).toEqual([['ended', null, 'down'], ...silent.map(({ name }) => [name, null, 'down'])])
  expect(servers[0].said).toBe('its process has ended')
  for (const { said } of servers.slice(1)) expect(said).toMatch(/ECONNREFUSED|fetch failed|closed/)
})

test('where there is no stack there is no server', async () => {
  expect(await stackStatus()).toEqual({ schemaVersion: 1, mode: null, servers: [] })
})
