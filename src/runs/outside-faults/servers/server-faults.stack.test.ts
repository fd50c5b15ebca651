import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { identityOf, readStat } from '../../../adapters/process/process-identity.ts'
import { stopProcess } from '../../../adapters/process/stop-process.ts'
import { parseFault } from '../../../faults/parse.ts'
import { planFaults } from '../../../faults/plan.ts'
import type { RunDocument } from '../../../reports/run-document.ts'
import { BIN, emptyFolder, promo } from '../../../testing/promo-cli.ts'
import { startAgain } from '../../stack/start-again.ts'
import { type StackState, writeStack } from '../../stack/stack-state.ts'
import { stackStatus } from '../../stack/status.ts'
import { OutsideFaults } from '../outside-faults.ts'
import { onServers, planServerFaults } from './plan-server-faults.ts'
import { runServers } from './run-servers.ts'

/** A stack of the suite's own: its servers are stopped and killed. */
const cwd = emptyFolder()
const home = join(cwd, '.promo')
const SMALL = ['--rate', '200', '--skus', '100', '--stores', '2', '--target', 'kafka', '--json']
const TOXICS = ['latency', 'bandwidth', 'slow_close', 'timeout', 'reset_peer', 'slicer', 'limit_data']

const state = (): StackState => JSON.parse(readFileSync(join(home, 'stack.json'), 'utf8'))
const server = (name: string) => state().servers.find((each) => each.name === name)!
const processState = (name: string) => readStat(readFileSync(`/proc/${server(name).process!.pid}/stat`, 'utf8')).state
const leftToUndo = () => (existsSync(join(home, 'undo')) ? readdirSync(join(home, 'undo')) : [])

interface Proxy {
  readonly name: string
  readonly enabled: boolean
  readonly toxics: readonly { readonly type: string }[]
}

async function proxies(): Promise<readonly Proxy[]> {
  const answer = await fetch(`http://${server('toxiproxy').address}/proxies`)
  return Object.values((await answer.json()) as Record<string, Proxy>)
}

const toxics = async () => (await proxies()).flatMap((proxy) => proxy.toxics.map(({ type }) => type))
const disabled = async () => (await proxies()).filter(({ enabled }) => !enabled).map(({ name }) => name)

async function run(duration: string, ...faults: readonly string[]): Promise<RunDocument> {
  const { stdout } = await promo(['simulate', 'steady', ...SMALL, '--duration', duration, ...faults.flatMap((fault) => ['--fault', fault])], { cwd })
  return JSON.parse(stdout)
}

/** A run in a process that can be ended in the middle. */
function begin(...faults: readonly string[]) {
  const args = ['simulate', 'steady', ...SMALL, '--duration', '60s', ...faults.flatMap((fault) => ['--fault', fault])]
  return spawn(process.execPath, [BIN, ...args], { cwd, env: { ...process.env, PROMO_HOME: undefined }, stdio: 'ignore' })
}

const violated = ({ invariants }: RunDocument) => invariants.filter(({ violations }) => violations > 0).map(({ name }) => name)

beforeAll(async () => {
  const { exitCode, stderr } = await promo(['stack', 'up', '--no-docker', '--brokers', '1'], { cwd })
  expect([exitCode, stderr]).toEqual([0, expect.anything()])
}, 120_000)

afterAll(async () => {
  await promo(['stack', 'down'], { cwd })
  rmSync(cwd, { recursive: true })
})

afterEach(async () => {
  expect([await toxics(), await disabled(), leftToUndo()]).toEqual([[], [], []])
})

describe('faults on real servers', () => {
  it('given every kind of trouble on the way, each hits all connections there are, and no invariant is broken', async () => {
    const document = await run(
      '8s',
      'log:latency,latency=50ms,jitter=10ms@1s+1s',
      'log:slicer,average_size=512,delay=1ms@2s+1s',
      'log:reset_peer,timeout=100ms@3s+500ms',
      'cache:timeout@1s+1s',
      'cache:limit_data,bytes=2000@2s+1s',
      'cache:down@4s+1s',
      'store:bandwidth,rate=16@1s+1s',
      'store:slow_close,delay=200ms,stream=upstream@2s+1s',
      'store:down@4s+1s',
    )
    for (const { spec, injected, eligible } of document.faults) expect([spec, injected], spec).toEqual([spec, eligible])
    expect(document.faults.filter(({ injected }) => !injected)).toEqual([])
    expect(document.faults.map(({ spec }) => spec.split(/[:,@]/)[1])).toEqual(expect.arrayContaining(TOXICS))
    expect(violated(document)).toEqual([])
  })

  it('given servers that stand still, die, leave and forget, all are back when the run ends, and no invariant is broken', async () => {
    const before = state()
    const document = await run('9s', 'redis:pause@1s+1s', 'redis:kill@3s+1s', 'redis:restart@5s', 'redis:flush@6s', 'postgres:pause@1s+1s', 'postgres:kill@3s+1s', 'postgres:restart@6s')
    expect(document.faults.map(({ spec, injected, eligible, startedAtMs }) => [spec, injected, eligible, startedAtMs !== null])).toEqual(document.faults.map(({ spec }) => [spec, 1, 1, true]))
    expect(violated(document)).toEqual([])
    const { exitCode } = await promo(['stack', 'status'], { cwd })
    const restarted = state().servers.filter(({ process: now }, index) => now!.pid !== before.servers[index].process!.pid).map(({ name }) => name)
    expect([exitCode, restarted]).toEqual([0, ['postgres', 'redis']])
  })

  it('given the only broker is out of reach, stands still and dies, intake waits, and nothing is lost or doubled', async () => {
    const document = await run('10s', 'broker:down@1s+1s', 'broker.1:pause@3s+1s', 'broker.1:kill@5s+500ms')
    expect(document.faults.map(({ injected }) => injected! > 0)).toEqual([true, true, true])
    expect(document.metrics.events_processed.values).toMatchObject({ count: 2000 })
    expect(violated(document)).toEqual([])
  })
})

describe('a server that dies by itself and stays away', () => {
  it('keeps nobody from the verdict: what stood in it at the end is unknown', async () => {
    const out = join(cwd, 'redis-dies')
    const running = promo(['simulate', 'steady', '--no-faults', ...SMALL, '--duration', '6s', '--out', out], { cwd })
    await vi.waitFor(() => expect(existsSync(join(out, 'reads'))).toBe(true), { timeout: 60_000, interval: 100 })
    process.kill(server('redis').process!.pid, 'SIGKILL')
    const document = JSON.parse((await running).stdout) as RunDocument
    vi.stubEnv('PROMO_HOME', home)
    await startAgain('redis')
    vi.unstubAllEnvs()
    expect(violated(document)).toEqual([])
    expect(document.invariants.find(({ name }) => name === 'final_prices')).toMatchObject({ status: 'unknown' })
  })
})

describe('a PostgreSQL that was killed and that nobody collects', () => {
  it('is no rival of the one that is started in its place', async () => {
    vi.stubEnv('PROMO_HOME', home)
    const { process: own } = server('postgres')
    await stopProcess(own!, own!.stopSignal)
    const { program, args, cwd: dir, user } = own!.call
    // A shell that has become `sleep` waits for none of its children.
    const parent = spawn('sh', ['-c', '"$@" > /dev/null 2>&1 & echo $!; exec sleep 600', 'sh', program, ...args], { cwd: dir, ...user, stdio: ['ignore', 'pipe', 'ignore'] })
    const pid = Number((await once(parent.stdout, 'data')).toString())
    writeStack({ ...state(), servers: state().servers.map((each) => (each.name === 'postgres' ? { ...each, process: { ...own!, ...identityOf(pid)! } } : each)) })
    const isUp = async () => (await stackStatus()).servers.find(({ name }) => name === 'postgres')!.health
    await vi.waitFor(async () => expect(await isUp()).toBe('up'), { timeout: 30_000, interval: 200 })
    process.kill(pid, 'SIGKILL')
    await vi.waitFor(() => expect(processState('postgres')).toBe('Z'))
    await startAgain('postgres')
    expect([await isUp(), server('postgres').process!.pid === pid]).toEqual(['up', false])
    parent.kill()
    vi.unstubAllEnvs()
  })
})

describe('whatever happens to the tool', () => {
  it('given a run with faults was killed by kill -9, promo stack status undoes them and says so', async () => {
    const killed = begin('broker:latency,latency=100ms@1s', 'store:down@1s+30s', 'redis:pause@1s+30s')
    const ended = once(killed, 'exit')
    await vi.waitFor(async () => expect([await toxics(), await disabled(), processState('redis')]).toEqual([['latency'], ['postgres'], 'T']), { timeout: 60_000, interval: 100 })
    killed.kill('SIGKILL')
    await ended
    expect([await toxics(), await disabled(), processState('redis')]).toEqual([['latency'], ['postgres'], 'T'])

    const { exitCode, stdout } = await promo(['stack', 'status'], { cwd })

    expect(exitCode).toBe(0)
    for (const fault of ['log:latency,latency=100ms@1s', 'store:down@1s+30s', 'cache:pause@1s+30s']) expect(stdout).toContain(`undone: ${fault}, which process ${killed.pid} had left behind`)
    expect(processState('redis')).not.toBe('T')
  })

  it('given a server that was killed and never came back, the next command starts it again', async () => {
    const killed = begin('postgres:kill@1s+30s')
    const ended = once(killed, 'exit')
    const { pid } = server('postgres').process!
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 60_000, interval: 100 })
    killed.kill('SIGKILL')
    await ended
    expect((await promo(['runs'], { cwd })).stdout).toContain('undone: store:kill@1s+30s')
    await vi.waitFor(async () => expect((await promo(['stack', 'status'], { cwd })).exitCode).toBe(0), { timeout: 30_000, interval: 500 })
  })

  it('given a run is interrupted, its faults are undone before it ends', async () => {
    const interrupted = begin('broker:latency,latency=100ms@1s', 'redis:pause@1s+30s')
    const ended = once(interrupted, 'exit')
    await vi.waitFor(async () => expect([await toxics(), processState('redis')]).toEqual([['latency'], 'T']), { timeout: 60_000, interval: 100 })
    interrupted.kill('SIGINT')
    expect(await ended).toEqual([105, null])
    expect(processState('redis')).not.toBe('T')
  })

  it('given a run fails by an error of our own, its faults are undone all the same', async () => {
    vi.stubEnv('PROMO_HOME', home)
    const setting = { place: '--fault', exitCode: 2, durationMs: 60_000, bolts: [], feeds: [], runTarget: 'kafka' } as const
    const plan = planFaults([parseFault('log:latency,latency=100ms@0s', setting)], setting)
    const servers = await runServers({ allowedHosts: [], guarantee: 'exactly-once', commitIntervalMs: 50, createTopics: false, archive: false }, 'x.')
    const faults = new OutsideFaults(planServerFaults(plan, servers).map(onServers), 60_000)
    const startedAt = performance.now()
    const failing = vi.waitFor(async () => expect(await toxics()).toEqual(['latency']), { interval: 20 }).then(() => Promise.reject(new Error('a thread died')))
    await expect(faults.during(failing, () => performance.now() - startedAt, new AbortController().signal)).rejects.toThrow('a thread died')
    vi.unstubAllEnvs()
  })
})

describe('servers that are not ours', () => {
  const named = (kind: 'address' | 'proxied') => ['--brokers', server('kafka-1')[kind]!, '--redis', `redis://${server('redis')[kind]}`, '--postgres', `postgresql://promo@${server('postgres')[kind]}/postgres`, '--create-topics']

  it.each<[what: string, code: string, fault: string]>([
    ['a process', 'fault_needs_stack', 'redis:pause@1s+1s'],
    ['the way to a server without a Toxiproxy', 'fault_needs_toxiproxy', 'broker:latency,latency=50ms@1s'],
    ['a broker that is not there', 'unknown_broker', 'broker.7:pause@1s+1s'],
  ])('given a fault on %s, it is refused as %s, and nothing is left', async (_what, code, fault) => {
    const { exitCode, stdout } = await promo(['simulate', 'steady', ...SMALL, ...named('address'), '--fault', fault], { cwd })
    expect([exitCode, JSON.parse(stdout).error.code]).toEqual([2, code])
  })

  it('given a Toxiproxy of their own before them, the way to them can be troubled', async () => {
    const { stdout } = await promo(['simulate', 'steady', ...SMALL, '--duration', '4s', ...named('proxied'), '--toxiproxy', server('toxiproxy').address, '--fault', 'broker:latency,latency=20ms@1s+1s', '--fault', 'redis:down@1s+1s'], { cwd })
    const { faults } = JSON.parse(stdout) as RunDocument
    expect(faults.map(({ injected, eligible }) => injected! > 0 && injected === eligible)).toEqual([true, true])
  })
})
