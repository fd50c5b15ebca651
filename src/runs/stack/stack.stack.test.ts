import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { TOXIPROXY_VERSION } from '../../adapters/process/installed/toxiproxy-binary.ts'
import { isAlive } from '../../adapters/process/process-identity.ts'
import { emptyFolder, promo } from '../../testing/promo-cli.ts'
import type { StackState } from './stack-state.ts'
import type { ServerStatus } from './status.ts'

const BIN = fileURLToPath(new URL('../../../bin/run.js', import.meta.url))

let cwd = ''
beforeEach(() => {
  cwd = emptyFolder()
})
afterEach(async () => {
  await promo(['stack', 'down'], { cwd })
  rmSync(cwd, { recursive: true })
})

const stack = (...args: readonly string[]) => promo(['stack', ...args, '--json'], { cwd })
const state = (): StackState => JSON.parse(readFileSync(join(cwd, '.promo', 'stack.json'), 'utf8'))
const running = ({ servers }: StackState) => servers.filter(({ process: server }) => isAlive(server!)).map(({ name }) => name)

/** Where data is put; a folder of the test's own, so that what is left in it is seen. */
function makeTemporary(): string {
  const dir = join(cwd, 'tmp')
  mkdirSync(dir)
  return dir
}

const ALL = ['kafka-1', 'kafka-2', 'kafka-3', 'postgres', 'redis', 'toxiproxy']

describe('a stack of three brokers', { timeout: 180_000 }, () => {
  test('is up when it says so, shows a server that has died, and leaves nothing when it is down', async () => {
    const { exitCode, stdout } = await stack('up', '--no-docker')
    const { mode, servers } = JSON.parse(stdout) as { readonly mode: string; readonly servers: readonly ServerStatus[] }
    expect([exitCode, mode, servers.map(({ name, health }) => [name, health])]).toEqual([0, 'processes', ALL.map((name) => [name, 'up'])])

    expect(servers.at(-1)!.said).toBe(`version ${TOXIPROXY_VERSION}, proxies kafka-1 kafka-2 kafka-3 postgres redis`)
    const proxied = servers.filter(({ kind }) => kind === 'kafka').map((server) => server.proxied!)
    const told = execFileSync('kcat', ['-b', proxied[0], '-L', '-J'], { encoding: 'utf8' })
    expect(JSON.parse(told).brokers.map(({ name }: { readonly name: string }) => name).sort()).toEqual([...proxied].sort())
    const through = (name: string) => servers.find((server) => server.name === name)!.proxied!.split(':')[1]
    expect(execFileSync('redis-cli', ['-p', through('redis'), 'ping'], { encoding: 'utf8' })).toBe('PONG\n')
    expect(execFileSync('psql', ['-h', '127.0.0.1', '-p', through('postgres'), '-U', 'promo', '-Atc', 'select current_user', 'postgres'], { encoding: 'utf8' })).toBe('promo\n')

    const before = state()
    process.kill(before.servers.find(({ name }) => name === 'redis')!.process!.pid, 'SIGKILL')
    await vi.waitFor(() => expect(running(before)).toEqual(ALL.filter((name) => name !== 'redis')))
    const status = await stack('status')
    expect([status.exitCode, JSON.parse(status.stdout).servers.find(({ name }: ServerStatus) => name === 'redis')]).toMatchObject([106, { health: 'down', pid: null, said: 'its process has ended' }])

    expect(JSON.parse((await stack('down')).stdout).stopped).toEqual(ALL.filter((name) => name !== 'redis'))
    expect([running(before), existsSync(before.dataDir!), existsSync(join(cwd, '.promo', 'stack.json'))]).toEqual([[], false, false])
  })
})

describe('a stack of one server', () => {
  test('is refused beside another one, and can be started again after it', async () => {
    expect((await stack('up', '--no-docker', '--only', 'redis')).exitCode).toBe(0)
    const second = await stack('up', '--no-docker', '--only', 'redis')
    expect([second.exitCode, JSON.parse(second.stdout).error.code]).toEqual([106, 'stack_running'])
    await stack('down')
    expect((await stack('up', '--no-docker', '--only', 'redis')).exitCode).toBe(0)
    expect((await stack('status')).exitCode).toBe(0)
  })

  test('that cannot start shows the last words of its server, and leaves nothing', async () => {
    const TMPDIR = makeTemporary()
    const broken = join(cwd, 'bin', 'redis-server')
    mkdirSync(join(cwd, 'bin'))
    writeFileSync(broken, '#!/bin/sh\necho "no memory for $1" >&2\nexit 1\n')
    chmodSync(broken, 0o755)
    const { exitCode, stdout } = await promo(['stack', 'up', '--no-docker', '--only', 'redis', '--json'], { cwd, env: { TMPDIR, PATH: `${join(cwd, 'bin')}${delimiter}${process.env.PATH}` } })
    expect([exitCode, JSON.parse(stdout).error]).toMatchObject([106, { code: 'server_not_healthy', place: 'redis', message: expect.stringContaining('no memory for redis.conf') }])
    expect([readdirSync(TMPDIR), existsSync(join(cwd, '.promo', 'stack.json'))]).toEqual([[], false])
  })

  test('that is interrupted while it starts leaves nothing, and says so', async () => {
    const TMPDIR = makeTemporary()
    const child = spawn(process.execPath, [BIN, 'stack', 'up', '--no-docker', '--brokers', '1', '--only', 'kafka', '--json'], { cwd, env: { ...process.env, PROMO_HOME: undefined, TMPDIR }, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = child.stdout.setEncoding('utf8').toArray()
    child.stderr.resume()
    const started = await vi.waitFor(() => {
      const { servers } = state()
      expect(servers.length).toBeGreaterThan(0)
      return servers
    }, { timeout: 100_000, interval: 10 })
    child.kill('SIGINT')
    const exitCode = await new Promise((resolve) => child.on('close', resolve))
    expect([exitCode, JSON.parse((await said).join('')).error.code]).toEqual([105, 'interrupted'])
    expect([started.filter(({ process: server }) => isAlive(server!)), readdirSync(TMPDIR), existsSync(join(cwd, '.promo', 'stack.json'))]).toEqual([[], [], false])
  })
})
