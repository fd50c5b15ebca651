import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { identityOf, isAlive, type ProcessIdentity } from '../../adapters/process/process-identity.ts'
import { emptyFolder } from '../../testing/promo-cli.ts'
import { makeDataDir } from './data-dir.ts'
import { stackDown } from './down.ts'
import { readStack, type StackServer, type StackState, writeStack } from './stack-state.ts'
import { stackUp } from './up.ts'

let home = ''
const children: ChildProcess[] = []

beforeEach(() => {
  home = emptyFolder()
  vi.stubEnv('PROMO_HOME', home)
})

afterEach(async () => {
  await stackDown()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(home, { recursive: true })
})

async function startSleeper(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  children.push(child)
  await once(child, 'spawn')
  return identityOf(child.pid!)!
}

const serverOf = (name: string, identity: ProcessIdentity): StackServer => ({
  name,
  kind: 'redis',
  address: '127.0.0.1:1',
  process: { ...identity, dir: home, call: { program: 'x', args: [], cwd: home }, stopSignal: 'SIGTERM' },
})

function write(servers: readonly StackServer[], more: Partial<StackState> = {}): void {
  writeStack({ schemaVersion: 1, mode: 'processes', startedAt: '', startedBy: { pid: process.pid, mark: 'of a promo that has ended' }, dataDir: null, composeProject: null, servers, ...more })
}

describe('taking the stack down', () => {
  test('ends its servers, deletes their data and forgets them', async () => {
    const [server, dataDir] = [await startSleeper(), makeDataDir()]
    mkdirSync(join(dataDir, 'redis'))
    write([serverOf('redis', server)], { dataDir })
    expect(await stackDown()).toEqual(['redis'])
    expect([isAlive(server), existsSync(dataDir), readStack()]).toEqual([false, false, undefined])
  })

  test('leaves a process alone that has the number of a server which has ended', async () => {
    const stranger = await startSleeper()
    write([serverOf('redis', { pid: stranger.pid, mark: 'when the server was started' })])
    expect(await stackDown()).toEqual([])
    // Time enough for a signal to arrive.
    await sleep(200)
    expect(isAlive(stranger)).toBe(true)
  })

  test('deletes no folder that the stack has not made', async () => {
    const mine = mkdtempSync(join(tmpdir(), 'promo-stack-'))
    const foreign = [join(home, 'promo-stack-x'), join(mine, '..', '..', 'promo-stack-y'), join(mine, 'promo-stack-z')]
    mkdirSync(foreign[0])
    mkdirSync(foreign[2])
    writeFileSync(join(foreign[0], 'precious'), '')
    for (const dataDir of foreign) {
      write([], { dataDir })
      await stackDown()
    }
    expect([existsSync(join(foreign[0], 'precious')), existsSync(foreign[2])]).toEqual([true, true])
    rmSync(mine, { recursive: true })
  })

  test('is nothing where there is no stack', async () => {
    expect(await stackDown()).toEqual([])
  })
})

describe('a second stack', () => {
  const request = { shape: { brokers: 1, kinds: new Set(['redis']) }, docker: false, say: () => {}, signal: new AbortController().signal }

  test('is refused while the first one runs, which stays as it is', async () => {
    const server = await startSleeper()
    write([serverOf('redis', server)])
    await expect(stackUp(request)).rejects.toMatchObject({ mistake: { code: 'stack_running', message: 'there is a stack already: redis', exitCode: 106 } })
    expect(isAlive(server)).toBe(true)
  })

  test('is refused while the first one is being started', async () => {
    write([], { startedBy: identityOf(process.pid)! })
    await expect(stackUp(request)).rejects.toMatchObject({ mistake: { code: 'stack_running', message: 'a stack is being started' } })
  })

  test('that lacks a program says which one before anything is made or started', async () => {
    vi.stubEnv('PATH', home)
    await expect(stackUp(request)).rejects.toMatchObject({ mistake: { code: 'program_missing', place: 'redis-server' } })
    expect(readStack()).toBeUndefined()
  })
})
